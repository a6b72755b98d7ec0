/* Launcher: starts Python from its own folder on app\start.py.
 *
 * Built twice: kiosk.exe for consoles and scripts, kioskw.exe (-DWINDOWED) for
 * shortcuts and autostart, where no console may flash up.
 */
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define LONGEST 32768 /* of any Windows path */
#define CANT_START 3  /* cli.md: environment fault */

typedef int(__cdecl *PythonMain)(int, wchar_t **);

static wchar_t folder[LONGEST], library[LONGEST], script[LONGEST];

static int complain(const wchar_t *what)
{
    wchar_t text[LONGEST + 200];
    swprintf(text, LONGEST + 200,
             L"Kiosk can't start: %ls (Windows error %lu). Please install it again.",
             what, GetLastError());
#ifdef WINDOWED
    MessageBoxW(NULL, text, L"Kiosk", MB_ICONERROR);
#else
    fwprintf(stderr, L"%ls\n", text);
#endif
    return CANT_START;
}

static int start(int count, wchar_t **given)
{
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    if (length == 0 || length >= LONGEST - 40)
        return complain(L"its folder is unknown");
    *wcsrchr(folder, L'\\') = L'\0';
    swprintf(library, LONGEST, L"%ls\\%ls", folder, PYTHON_DLL);
    swprintf(script, LONGEST, L"%ls\\app\\start.py", folder);

    /* Neither the current folder nor PATH may give us a DLL. */
    SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    HMODULE python = LoadLibraryExW(
        library, NULL,
        LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_DEFAULT_DIRS);
    if (python == NULL)
        return complain(library);
    PythonMain run = (PythonMain)(void *)GetProcAddress(python, "Py_Main");
    if (run == NULL)
        return complain(L"Py_Main");

    /* Isolated, no bytecode written, UTF-8 whatever the code page. */
    wchar_t *fixed[] = {given[0], L"-I", L"-B", L"-X", L"utf8", script};
    int before = sizeof fixed / sizeof *fixed;
    wchar_t **all = calloc(before + count, sizeof *all);
    if (all == NULL)
        return complain(L"no memory");
    memcpy(all, fixed, sizeof fixed);
    memcpy(all + before, given + 1, (count - 1) * sizeof *all);
    return run(before + count - 1, all);
}

#ifdef WINDOWED
int WINAPI wWinMain(HINSTANCE self, HINSTANCE previous, wchar_t *line, int show)
{
    return start(__argc, __wargv);
}
#else
int wmain(int count, wchar_t **given) { return start(count, given); }
#endif
