/*
 * What native code in the place of a sandbox process can still do. Started instead of Node by the same launcher, it waits
 * for its orders on descriptor 3, "@@folder|process|segment@@", tries each act and writes a line for each to its standard
 * error: the act's name and `done`, or what the kernel answered.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

static char folder[2048];
static int victim, segment;

static char *at(const char *name) {
	static char paths[4][4096];
	static int next;
	char *path = paths[next++ % 4];
	snprintf(path, sizeof paths[0], "%s/%s", folder, name);
	return path;
}

static void told(const char *name, long result) {
	int error = result < 0 ? errno : 0;
	dprintf(2, "%s %s\n", name, error == 0 ? "done" : strerrorname_np(error));
}

static long reach(int write) {
	char byte = 0;
	struct iovec here = { &byte, 1 }, there = { (void *)8, 1 };
	long result = write ? process_vm_writev(victim, &here, 1, &there, 1, 0) : process_vm_readv(victim, &here, 1, &there, 1, 0);
	/* The address is none of the other process's: only who may look gets as far as finding that out. */
	return result < 0 && errno == EFAULT ? 0 : result;
}

static long trace(void) {
	long result = ptrace(PTRACE_SEIZE, victim, 0, 0);
	if (result == 0) ptrace(PTRACE_DETACH, victim, 0, 0);
	return result;
}

/* A ring that takes no descriptor (Linux 6.5): memory of our own, an index in a table of the task. */
static long ring(void) {
	unsigned char parameters[120] = { 0 };
	void *memory = mmap(0, 1 << 16, PROT_READ | PROT_WRITE, MAP_ANONYMOUS | MAP_SHARED, -1, 0);
	unsigned flags = (1u << 14) | (1u << 15) | (1u << 16);
	unsigned long long rings = (unsigned long long)memory, entries = rings + (1 << 15);
	memcpy(parameters + 8, &flags, 4);
	memcpy(parameters + 72, &entries, 8);
	memcpy(parameters + 112, &rings, 8);
	return syscall(SYS_io_uring_setup, 4, parameters);
}

static long limits(int set) {
	struct rlimit limit;
	long result = prlimit(victim, RLIMIT_NOFILE, 0, &limit);
	return result < 0 || !set ? result : prlimit(victim, RLIMIT_NOFILE, &limit, 0);
}

static long child(void) {
	long result = syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
	if (result == 0) _exit(0);
	return result;
}

static char page[65536] __attribute__((aligned(16)));

static int thread(void *nothing) { return 0; }

static void files(void) {
	struct stat status;
	struct statfs system;
	char text[256];
	told("stat", stat(at("file"), &status));
	told("access", access(at("file"), R_OK));
	told("readlink", readlink(at("link"), text, sizeof text));
	told("statfs", statfs(folder, &system));
	told("open", open(at("file"), O_RDONLY));
	told("create", open(at("new"), O_WRONLY | O_CREAT, 0600));
	told("truncate", truncate(at("full"), 0));
	told("rename", rename(at("renamed"), at("profile")));
	told("unlink", unlink(at("unlinked")));
	told("rmdir", rmdir(at("empty")));
	told("symlink", symlink("file", at("symlink")));
	told("link", link(at("file"), at("hard")));
	told("mkdir", mkdir(at("made"), 0700));
	told("mkfifo", mkfifo(at("fifo"), 0600));
	told("chmod", chmod(at("file"), 0777));
	told("utime", utimensat(AT_FDCWD, at("file"), 0, 0));
	told("setxattr", setxattr(at("file"), "user.x", "x", 1, 0));
	told("chdir", chdir(folder));
	/* There is no such file system: who may mount learns that, who may not does not. */
	long mounted = mount("none", folder, "none", 0, 0);
	told("mount", mounted < 0 && errno == ENODEV ? 0 : mounted);
	told("change-root", chroot("/"));
}

static void descriptors(void) {
	int pair[2];
	told("socket-inet", socket(AF_INET, SOCK_STREAM, 0));
	told("socket-unix", socket(AF_UNIX, SOCK_STREAM, 0));
	told("socketpair", socketpair(AF_UNIX, SOCK_STREAM, 0, pair));
	told("pipe", pipe(pair));
	told("dup", dup(2));
	told("memfd", syscall(SYS_memfd_create, "x", 0));
	told("inotify", syscall(SYS_inotify_init1, 0));
	told("fanotify", syscall(SYS_fanotify_init, 0, 0));
	told("epoll", syscall(SYS_epoll_create1, 0));
	told("userfaultfd", syscall(SYS_userfaultfd, 1));
	told("perf", syscall(SYS_perf_event_open, page, 0, -1, -1, 0));
	told("bpf", syscall(SYS_bpf, 0, page, 64));
	told("pidfd", syscall(SYS_pidfd_open, victim, 0));
	told("io-uring", syscall(SYS_io_uring_setup, 4, page));
	told("io-uring-without-descriptor", ring());
}

static void processes(void) {
	char path[64], text[256];
	cpu_set_t set;
	snprintf(path, sizeof path, "/proc/%d/exe", victim);
	told("signal", kill(victim, 0));
	told("signal-thread", syscall(SYS_tgkill, victim, victim, 0));
	told("ptrace", trace());
	told("read-memory", reach(0));
	told("write-memory", reach(1));
	told("read-limits", limits(0));
	told("set-limits", limits(1));
	told("set-priority", setpriority(PRIO_PROCESS, victim, 5));
	told("set-io-priority", syscall(SYS_ioprio_set, 1, victim, (3 << 13) | 7));
	told("set-affinity", sched_getaffinity(victim, sizeof set, &set) < 0 ? -1 : sched_setaffinity(victim, sizeof set, &set));
	told("exists", getsid(victim));
	told("proc-exe", readlink(path, text, sizeof text));
	told("shared-memory", (long)shmat(segment, 0, 0) == -1 ? -1 : 0);
	told("fork", child());
	told("user-namespace", unshare(CLONE_NEWUSER));
	told("thread", clone(thread, page + sizeof page, CLONE_VM | CLONE_SIGHAND | CLONE_THREAD, 0));
}

int main(int argc, char **argv) {
	char orders[8192];
	size_t length = 0;
	char *from = 0, *to = 0;
	/* A segment of shared memory as another program of the same person may have one. */
	if (argc == 2 && strcmp(argv[1], "--make-segment") == 0) return printf("%d", shmget(IPC_PRIVATE, 4096, 0600)) < 1;
	if (argc == 3 && strcmp(argv[1], "--remove-segment") == 0) return shmctl(atoi(argv[2]), IPC_RMID, 0) != 0;
	dprintf(2, "up\n");
	while (!to) {
		ssize_t got = read(3, orders + length, sizeof orders - 1 - length);
		if (got <= 0) return 3;
		length += (size_t)got;
		from = memmem(orders, length, "@@", 2);
		if (from) to = memmem(from + 2, length - (size_t)(from + 2 - orders), "@@", 2);
	}
	*to = 0;
	if (sscanf(from + 2, "%2047[^|]|%d|%d", folder, &victim, &segment) != 3) return 4;
	files();
	descriptors();
	processes();
	/* Last: what comes after it is another program, if it is done. */
	char *const arguments[] = { "sh", "-c", ":", 0 };
	fcntl(2, F_SETFD, 0);
	dprintf(2, "end\n");
	execve("/bin/sh", arguments, arguments + 3);
	dprintf(2, "execute %s\n", strerrorname_np(errno));
	return 0;
}
