/* For tests only: Qt6Core wants Windows' ICU (since version 1703), which Wine 8
 * lacks. These answer as an ICU that knows no converter and no time zone. */
