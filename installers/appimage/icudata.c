/* ICU data: an empty package in the place of 32 MB, as ICU's own "stubdata" is one.
 *
 * Qt is linked with ICU and asks it to collate, to convert from old character sets and to name time
 * zones; the kiosk asks Qt for none of that (tests/installers/appimage/test_build.py). What Qt does
 * with its own tables stays: dates and numbers of a locale, upper case, normal forms, line breaks.
 * Compiled with -DPACKAGE=icudt73_dat for libicudata.so.73. */
#include <stdint.h>

const struct {
    uint16_t header_size;
    uint8_t magic[2];
    uint16_t info_size, reserved;
    uint8_t is_big_endian, charset, size_of_unit, none;
    uint8_t format[4], format_version[4], data_version[4];
    uint8_t padding[8];
    uint32_t count, also_none;
} PACKAGE = {
    .header_size = 32,
    .magic = {0xda, 0x27},
    .info_size = 20,
    .size_of_unit = 2,
    .format = {'C', 'm', 'n', 'D'},
    .format_version = {1},
};
