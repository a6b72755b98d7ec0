/* Runtime: the head of the AppImage, which mounts or unpacks what follows it and starts its AppRun.
 *
 * Written from the AppImage specification (type 2) against Debian's libsquashfuse and libfuse3.
 * The program itself keeps this process's id, so that a service's main process is the kiosk. A
 * server of the mounted files waits beside it for as long as anybody holds the pipe `alive`; it
 * ignores SIGTERM, because a service that is stopped sends it to all of its processes at once, and
 * the kiosk still needs its files then. Without FUSE everything is unpacked once and kept in the
 * user's cache for the next start; where there is no safe place for that, it is removed afterwards.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 32
#include <squashfuse/ll.h>

#include <dirent.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <fuse3/fuse_log.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANT_START 127
#define SECTION(name) __attribute__((section(name), used, retain))

/* Room that signing tools and update tools write into. */
SECTION(".upd_info") volatile const char update_information[1024] = {0};
SECTION(".sha256_sig") volatile const char signature[1024] = {0};
SECTION(".sig_key") volatile const char signature_key[8192] = {0};

static char self[PATH_MAX];
static pid_t running;

static void fail(const char *what, const char *where) {
    fprintf(stderr, "AppImage: %s %s: %s\n", what, where, strerror(errno));
    exit(CANT_START);
}

/* The image starts where this program's section headers end. */
static size_t find_offset(void) {
    Elf64_Ehdr head;
    int file = open(self, O_RDONLY | O_CLOEXEC);
    if (file < 0 || pread(file, &head, sizeof head, 0) != sizeof head) fail("can't read", self);
    close(file);
    return head.e_shoff + (size_t)head.e_shentsize * head.e_shnum;
}

static void make_folder(char *path, const char *purpose) {
    const char *tmp = getenv("TMPDIR");
    snprintf(path, PATH_MAX, "%s/.kiosk_%s_XXXXXX", tmp && *tmp ? tmp : "/tmp", purpose);
    if (!mkdtemp(path)) fail("can't make", path);
}

/* --- unpack -------------------------------------------------------------- */

static void unpack_file(sqfs *fs, sqfs_inode *inode, const char *path) {
    static char buffer[128 * 1024];
    int out = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, (inode->base.mode & 0777) | S_IWUSR);
    if (out < 0) fail("can't write", path);
    for (sqfs_off_t at = 0; at < (sqfs_off_t)inode->xtra.reg.file_size;) {
        sqfs_off_t size = sizeof buffer;
        if (sqfs_read_range(fs, inode, at, &size, buffer) || size <= 0) {
            errno = EIO;
            fail("can't read", path);
        }
        for (sqfs_off_t done = 0; done < size;) {
            ssize_t wrote = write(out, buffer + done, size - done);
            if (wrote < 0) fail("can't write", path);
            done += wrote;
        }
        at += size;
    }
    if (close(out)) fail("can't write", path);
}

static void unpack_link(sqfs *fs, sqfs_inode *inode, const char *path) {
    char target[PATH_MAX];
    size_t size = sizeof target;
    if (sqfs_readlink(fs, inode, target, &size)) fail("can't read", path);
    unlink(path);
    if (symlink(target, path)) fail("can't link", path);
}

static void make_parents(char *path) {
    for (char *at = path + 1; (at = strchr(at, '/')); at++) {
        *at = 0;
        if (mkdir(path, 0755) && errno != EEXIST) fail("can't make", path);
        *at = '/';
    }
}

/* Unpack what matches `pattern`, all of it for NULL, below `to`. */
static void unpack(size_t offset, const char *to, const char *pattern) {
    sqfs fs;
    sqfs_traverse walk;
    sqfs_err error = SQFS_OK;
    if (sqfs_open_image(&fs, self, offset)) exit(CANT_START);
    if (sqfs_traverse_open(&walk, &fs, sqfs_inode_root(&fs))) exit(CANT_START);
    while (sqfs_traverse_next(&walk, &error)) {
        char path[PATH_MAX];
        sqfs_inode inode;
        if (walk.dir_end || (pattern && fnmatch(pattern, walk.path, FNM_LEADING_DIR))) continue;
        if (snprintf(path, sizeof path, "%s/%s", to, walk.path) >= (int)sizeof path ||
            sqfs_inode_get(&fs, &inode, sqfs_dentry_inode(&walk.entry))) {
            errno = EIO;
            fail("can't unpack", walk.path);
        }
        make_parents(path);
        switch (inode.base.inode_type) {
        case SQUASHFS_DIR_TYPE:
        case SQUASHFS_LDIR_TYPE:
            if (mkdir(path, 0755) && errno != EEXIST) fail("can't make", path);
            break;
        case SQUASHFS_REG_TYPE:
        case SQUASHFS_LREG_TYPE:
            unpack_file(&fs, &inode, path);
            break;
        case SQUASHFS_SYMLINK_TYPE:
        case SQUASHFS_LSYMLINK_TYPE:
            unpack_link(&fs, &inode, path);
            break;
        default:
            break; /* devices have no place in an application */
        }
    }
    if (error) {
        errno = EIO;
        fail("can't unpack", self);
    }
    sqfs_traverse_close(&walk);
    sqfs_destroy(&fs);
}

static int remove_one(const char *path, const struct stat *of, int kind, struct FTW *at) {
    (void)of, (void)kind, (void)at;
    return remove(path);
}

/* --- start --------------------------------------------------------------- */

static void start(const char *folder, char **arguments) {
    char program[PATH_MAX];
    snprintf(program, sizeof program, "%s/AppRun", folder);
    setenv("APPDIR", folder, 1);
    setenv("ARGV0", arguments[0], 1);
    arguments[0] = program;
    execv(program, arguments);
    fail("can't start", program);
}

/* --- keep ---------------------------------------------------------------- */

#define ROOM_BYTES 1000000000ULL /* three times what is unpacked: entries need the disk more */
#define HIGH 900                 /* out of the way of the program's own files */

/* Open a folder that is this user's alone to write, or return -1. */
static int open_own(const char *path, int flags) {
    struct stat of;
    if (mkdir(path, 0700) && errno != EEXIST) return -1;
    int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
    if (folder < 0) return -1;
    if (!fstat(folder, &of) && of.st_uid == geteuid() && !(of.st_mode & 022)) return folder;
    close(folder);
    return -1;
}

/* Open and lock the folder of what is kept; -1 where it can't be trusted, run from, or is too full. */
static int open_cache(char *path) {
    const char *cache = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    struct statvfs disk;
    if (cache && *cache == '/') snprintf(path, PATH_MAX, "%s", cache);
    else if (home && *home == '/') snprintf(path, PATH_MAX, "%s/.cache", home);
    else return -1;
    int above = open_own(path, 0);
    if (above < 0 || strlen(path) > PATH_MAX / 2) return -1;
    close(above);
    strcat(path, "/kiosk-appimage");
    int folder = open_own(path, O_NOFOLLOW);
    if (folder >= 0 && !fstatvfs(folder, &disk) && !(disk.f_flag & ST_NOEXEC) &&
        (unsigned long long)disk.f_bavail * disk.f_frsize >= ROOM_BYTES && !flock(folder, LOCK_EX))
        return folder;
    if (folder >= 0) close(folder);
    return -1;
}

/* Remove what other images left, and what a power cut left; never what a program still holds. */
static void forget_others(const char *path, const char *name) {
    struct dirent *entry;
    DIR *folder = opendir(path);
    while (folder && (entry = readdir(folder))) {
        char other[PATH_MAX];
        int is_other = strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") && strcmp(entry->d_name, name);
        if (!is_other || snprintf(other, sizeof other, "%s/%s", path, entry->d_name) >= (int)sizeof other) continue;
        int held = open(other, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (held < 0) continue;
        if (!flock(held, LOCK_EX | LOCK_NB)) nftw(other, remove_one, 32, FTW_DEPTH | FTW_PHYS);
        close(held);
    }
    if (folder) closedir(folder);
}

/* Start what is kept of this very file, unpacked first where nothing is; return where nothing can be kept.
 * One start at a time goes through here: the cache is locked until what it needs is there, and held. */
static void keep_and_run(size_t offset, char **arguments) {
    char path[PATH_MAX], name[128], kept[PATH_MAX + 128], part[PATH_MAX + 16], program[PATH_MAX + 136];
    struct stat of;
    int cache = stat(self, &of) ? -1 : open_cache(path);
    if (cache < 0) return;
    snprintf(name, sizeof name, "%jx-%jx-%jx-%jx.%09ld", (uintmax_t)of.st_dev, (uintmax_t)of.st_ino,
             (uintmax_t)of.st_size, (uintmax_t)of.st_mtim.tv_sec, of.st_mtim.tv_nsec);
    snprintf(kept, sizeof kept, "%s/%s", path, name);
    snprintf(part, sizeof part, "%s/.part_XXXXXX", path);
    snprintf(program, sizeof program, "%s/AppRun", kept);
    if (access(program, X_OK)) {
        forget_others(path, ""); /* this one too, if somebody took out of it */
        if (!mkdtemp(part)) return;
        unpack(offset, part, NULL);
        if (syncfs(cache) || rename(part, kept)) fail("can't keep", kept);
    }
    int held = open(kept, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (held < 0 || flock(held, LOCK_SH) || fcntl(held, F_DUPFD, HIGH) < 0) fail("can't hold", kept);
    close(held);
    forget_others(path, name);
    close(cache);
    start(kept, arguments);
}

/* --- run and remove ------------------------------------------------------ */

static void pass_on(int number) {
    if (running > 0) kill(running, number);
}

static int unpack_and_run(size_t offset, char **arguments) {
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
    char folder[PATH_MAX];
    int status = 0;
    sigset_t held, before;
    keep_and_run(offset, arguments);
    make_folder(folder, "run");
    unpack(offset, folder, NULL);
    sigfillset(&held);
    sigprocmask(SIG_BLOCK, &held, &before); /* none is lost before there is somebody to have it */
    pid_t runtime = getpid();
    running = fork();
    if (running < 0) fail("can't fork for", folder);
    if (running == 0) {
        sigprocmask(SIG_SETMASK, &before, NULL);
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        if (getppid() != runtime) exit(CANT_START);
        start(folder, arguments);
    }
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) signal(signals[i], pass_on);
    sigprocmask(SIG_SETMASK, &before, NULL);
    while (waitpid(running, &status, 0) < 0 && errno == EINTR) {}
    if (!getenv("NO_CLEANUP")) nftw(folder, remove_one, 32, FTW_DEPTH | FTW_PHYS);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* --- mount --------------------------------------------------------------- */

static const struct fuse_lowlevel_ops OPERATIONS = {
    .lookup = sqfs_ll_op_lookup,         .forget = sqfs_ll_op_forget,
    .getattr = sqfs_ll_op_getattr,       .readlink = sqfs_ll_op_readlink,
    .open = sqfs_ll_op_open,             .read = sqfs_ll_op_read,
    .release = sqfs_ll_op_release,       .opendir = sqfs_ll_op_opendir,
    .readdir = sqfs_ll_op_readdir,       .releasedir = sqfs_ll_op_releasedir,
    .listxattr = sqfs_ll_op_listxattr,   .getxattr = sqfs_ll_op_getxattr,
    .statfs = stfs_ll_op_statfs,
};

static void say_nothing(enum fuse_log_level level, const char *format, va_list values) {
    (void)level, (void)format, (void)values; /* without FUSE the image is unpacked: no fault */
}

/* Hold nothing of the program's: who reads its output to the end must not wait for us. */
static void let_go(int keep, int keep_too) {
    int nothing = open("/dev/null", O_RDWR);
    for (int file = 0; file < 3 && nothing >= 0; file++) dup2(nothing, file);
    for (int file = 3; file < 1024; file++)
        if (file != keep && file != keep_too) close(file);
}

static void serve(size_t offset, const char *folder, int ready, int alive) {
    static const int ignored[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGPIPE};
    char *words[] = {"kiosk", "-oro,nosuid,nodev,fsname=kiosk,subtype=squashfuse"};
    struct fuse_args arguments = FUSE_ARGS_INIT(2, words);
    struct fuse_buf request = {0};
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) signal(ignored[i], SIG_IGN);
    let_go(ready, alive);
    fuse_set_log_func(say_nothing);
    sqfs_ll *image = sqfs_ll_open(self, offset);
    struct fuse_session *session =
        image ? fuse_session_new(&arguments, &OPERATIONS, sizeof OPERATIONS, image) : NULL;
    if (!session || fuse_session_mount(session, folder)) _exit(1);
    if (chdir("/") || write(ready, "1", 1) != 1) _exit(1);
    close(ready);
    struct pollfd watched[] = {{fuse_session_fd(session), POLLIN, 0}, {alive, POLLIN, 0}};
    while (!fuse_session_exited(session) && (poll(watched, 2, -1) > 0 || errno == EINTR)) {
        if (watched[1].revents) break; /* the last process of the program has ended */
        if (!watched[0].revents) continue;
        int got = fuse_session_receive_buf(session, &request);
        if (got == -EINTR) continue;
        if (got <= 0) break;
        fuse_session_process_buf(session, &request);
    }
    fuse_session_unmount(session);
    rmdir(folder);
    _exit(0);
}

/* Mount the image at `folder`; return whether that could be done. */
static int mount_image(size_t offset, const char *folder) {
    int ready[2], alive[2];
    char answer;
    if (pipe2(ready, O_CLOEXEC) || pipe(alive)) fail("can't pipe for", folder);
    pid_t child = fork();
    if (child < 0) fail("can't fork for", folder);
    if (child == 0) {
        setsid();
        close(alive[1]);
        close(ready[0]);
        if (fork() == 0) serve(offset, folder, ready[1], alive[0]);
        _exit(0);
    }
    close(ready[1]);
    close(alive[0]);
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    int mounted = read(ready[0], &answer, 1) == 1;
    close(ready[0]);
    /* Inherited by the program. */
    if (mounted) fcntl(alive[1], F_DUPFD, HIGH);
    close(alive[1]);
    return mounted;
}

static int mount_and_run(size_t offset, char **arguments) {
    char folder[PATH_MAX];
    make_folder(folder, "mount");
    if (mount_image(offset, folder)) start(folder, arguments);
    rmdir(folder);
    fprintf(stderr, "AppImage: FUSE can't be used here; running what is unpacked.\n");
    return unpack_and_run(offset, arguments);
}

static _Noreturn void mount_and_wait(size_t offset) {
    char folder[PATH_MAX];
    make_folder(folder, "mount");
    if (!mount_image(offset, folder)) fail("can't mount at", folder);
    puts(folder);
    fflush(stdout);
    for (;;) pause(); /* a signal ends us, and the server with us */
}

static int help(void) {
    puts("Options of the AppImage itself; all others are the program's:\n"
         "  --appimage-extract [PATTERN]  unpack to ./squashfs-root\n"
         "  --appimage-extract-and-run    run without FUSE\n"
         "  --appimage-mount              mount, print where, wait for a signal\n"
         "  --appimage-offset             where the image starts\n"
         "  --appimage-updateinformation  what an update tool needs\n"
         "  --appimage-version            of this runtime");
    return 0;
}

int main(int count, char **arguments) {
    const char *option = count > 1 ? arguments[1] : "";
    char here[PATH_MAX];
    if (!realpath("/proc/self/exe", self) && !realpath(arguments[0], self)) fail("can't find", arguments[0]);
    size_t offset = find_offset();
    setenv("APPIMAGE", self, 1);
    if (getcwd(here, sizeof here)) setenv("OWD", here, 1);
    if (!strcmp(option, "--appimage-extract-and-run")) {
        arguments[1] = arguments[0];
        return unpack_and_run(offset, arguments + 1);
    }
    if (!strcmp(option, "--appimage-extract")) {
        unpack(offset, "squashfs-root", count > 2 ? arguments[2] : NULL);
        return 0;
    }
    if (!strcmp(option, "--appimage-mount")) mount_and_wait(offset);
    if (!strcmp(option, "--appimage-offset")) return printf("%zu\n", offset) < 0;
    if (!strncmp(option, "--appimage-updateinfo", 21))
        return printf("%s\n", (const char *)update_information) < 0;
    if (!strcmp(option, "--appimage-version")) return puts("kiosk runtime 1") < 0;
    if (!strncmp(option, "--appimage-", 11)) {
        if (strcmp(option, "--appimage-help")) fprintf(stderr, "AppImage: %s is unknown.\n", option);
        return strcmp(option, "--appimage-help") ? 2 : help();
    }
    if (getenv("APPIMAGE_EXTRACT_AND_RUN")) return unpack_and_run(offset, arguments);
    return mount_and_run(offset, arguments);
}
