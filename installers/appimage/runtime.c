/* Runtime: the head of the AppImage, which mounts or unpacks what follows it and starts its AppRun.
 *
 * Written from the AppImage specification (type 2) against Debian's libsquashfuse and libfuse3.
 * The program itself keeps this process's id, so that a service's main process is the kiosk. A
 * server of the mounted files waits beside it for as long as anybody holds the pipe `alive`; it
 * ignores SIGTERM, because a service that is stopped sends it to all of its processes at once, and
 * the kiosk still needs its files then. Without FUSE everything is unpacked and removed afterwards.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 32
#include <squashfuse/ll.h>

#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <ftw.h>
#include <fuse3/fuse_log.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
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

static void pass_on(int number) {
    if (running > 0) kill(running, number);
}

static int unpack_and_run(size_t offset, char **arguments) {
    static const int signals[] = {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2};
    char folder[PATH_MAX];
    int status = 0;
    sigset_t held, before;
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
    /* Inherited by the program, and out of the way of its own numbers. */
    if (mounted) fcntl(alive[1], F_DUPFD, 900);
    close(alive[1]);
    return mounted;
}

static int mount_and_run(size_t offset, char **arguments) {
    char folder[PATH_MAX];
    make_folder(folder, "mount");
    if (mount_image(offset, folder)) start(folder, arguments);
    rmdir(folder);
    fprintf(stderr, "AppImage: FUSE can't be used here; unpacking for this run.\n");
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
