/* For tests only: Qt6Core wants Windows' ICU (since Windows 10 1703), which
 * Wine 8 lacks. This one knows no converter; Qt then uses its own UTF ones. */
#define NONE(name) __declspec(dllexport) void *name(void) { return 0; }

NONE(ucnv_open)
NONE(ucnv_close)
NONE(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NONE(UCNV_TO_U_CALLBACK_SUBSTITUTE)
NONE(ucnv_reset)
NONE(ucnv_getMaxCharSize)
NONE(ucnv_getName)
NONE(ucnv_getToUCallBack)
NONE(ucnv_getFromUCallBack)
NONE(ucnv_setToUCallBack)
NONE(ucnv_setFromUCallBack)
NONE(ucnv_cbToUWriteUChars)
NONE(ucnv_toUnicode)
NONE(ucnv_cbFromUWriteUChars)
NONE(ucnv_toUCountPending)
NONE(ucnv_fromUCountPending)
NONE(ucnv_getStandardName)
NONE(ucnv_getAvailableName)
NONE(ucnv_countAvailable)
NONE(ucnv_fromUnicode)
