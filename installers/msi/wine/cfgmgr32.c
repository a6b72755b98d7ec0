/* For tests only: pyserial asks for CM_MapCrToWin32Err, which Wine 8 lacks.
 * A machine under Wine has no plug-and-play devices, so nothing is found. */
#include <windows.h>

#define CR_FAILURE 0x13

__declspec(dllexport) DWORD WINAPI CM_Get_Parent(PVOID parent, DWORD node, ULONG flags)
{
    return CR_FAILURE;
}

__declspec(dllexport) DWORD WINAPI CM_Get_Device_IDW(DWORD node, PWSTR text, ULONG size,
                                                     ULONG flags)
{
    return CR_FAILURE;
}

__declspec(dllexport) DWORD WINAPI CM_MapCrToWin32Err(DWORD result, DWORD otherwise)
{
    return otherwise;
}
