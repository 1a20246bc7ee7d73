/**
 * Calls of the kernel that Node does not make in a sandbox and that native code should not, by their numbers on x86-64.
 * Files are changed by none, processes reached by none, and whole parts of the kernel are out of reach.
 */
const refused = {
	...{ ptrace: 101, process_vm_readv: 310, process_vm_writev: 311, kcmp: 312, process_madvise: 440, move_pages: 279 },
	...{ migrate_pages: 256, kill: 62, tkill: 200, rt_sigqueueinfo: 129, rt_tgsigqueueinfo: 297, process_mrelease: 448 },
	...{ pidfd_open: 434, pidfd_send_signal: 424, pidfd_getfd: 438 },
	...{ socket: 41, connect: 42, accept: 43, accept4: 288, bind: 49, listen: 50, socketpair: 53 },
	...{ fork: 57, vfork: 58, execveat: 322, unshare: 272, setns: 308 },
	...{ mount: 165, umount2: 166, pivot_root: 155, chroot: 161, move_mount: 429, open_tree: 428, fsopen: 430 },
	...{ fsconfig: 431, fsmount: 432, fspick: 433, mount_setattr: 442, open_by_handle_at: 304, name_to_handle_at: 303 },
	...{ keyctl: 250, add_key: 248, request_key: 249, bpf: 321, perf_event_open: 298, userfaultfd: 323 },
	...{ fanotify_init: 300, inotify_init: 253, inotify_init1: 294 },
	...{ shmget: 29, shmat: 30, shmctl: 31, semget: 64, semop: 65, semctl: 66, semtimedop: 220 },
	...{ msgget: 68, msgsnd: 69, msgrcv: 70, msgctl: 71 },
	...{ init_module: 175, finit_module: 313, delete_module: 176, kexec_load: 246, kexec_file_load: 320, reboot: 169 },
	...{ swapon: 167, swapoff: 168, syslog: 103, acct: 163, quotactl: 179, settimeofday: 164, clock_settime: 227 },
	...{ adjtimex: 159, clock_adjtime: 305, iopl: 172, ioperm: 173, modify_ldt: 154, personality: 135 },
	...{ unlink: 87, unlinkat: 263, rename: 82, renameat: 264, renameat2: 316, truncate: 76, link: 86, linkat: 265 },
	...{ symlink: 88, symlinkat: 266, mkdir: 83, mkdirat: 258, rmdir: 84, mknod: 133, mknodat: 259 },
	...{ chmod: 90, fchmodat: 268, fchmodat2: 452, chown: 92, lchown: 94, fchownat: 260, utime: 132, utimes: 235 },
	...{ utimensat: 280, futimesat: 261, setxattr: 188, lsetxattr: 189, removexattr: 197, lremovexattr: 198 },
} as const;

/** Said not to exist, so that libraries do without: rings, and a `clone` whose flags lie where no filter can look. */
const absent = { io_uring_setup: 425, io_uring_enter: 426, io_uring_register: 427, clone3: 435 } as const;

const CLONE = 56;
const CLONE_THREAD = 0x0001_0000;
const PRLIMIT64 = 302;

/** Of `struct seccomp_data`: the number of the call, the kind of processor, and the lower half of the first argument. */
const NUMBER_AT = 0;
const PROCESSOR_AT = 4;
const FIRST_ARGUMENT_AT = 16;

const X86_64 = 0xc000_003e;
/** Numbers from here on are those of the other interface of the same processor. */
const X32 = 0x4000_0000;

/** BPF: load a word of the data, jump by what was loaded, answer. */
const LOAD = 0x20;
const IF_EQUAL = 0x15;
const IF_AT_LEAST = 0x35;
const IF_ANY_BIT = 0x45;
const ANSWER = 0x06;

const ALLOW = 0x7fff_0000;
const KILL = 0x8000_0000;
const REFUSE = 0x0005_0001;
const ABSENT = 0x0005_0026;

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, operand: number];

const load = (at: number): Instruction => [LOAD, 0, 0, at];
const answer = (what: number): Instruction => [ANSWER, 0, 0, what];
/** Answers if the condition holds, and goes on if not. */
const when = (condition: number, operand: number, what: number): readonly Instruction[] => [
	[condition, 0, 1, operand],
	answer(what),
];

/**
 * A program for the kernel (seccomp, classic BPF) that refuses what no sandbox needs. Threads can be started, processes
 * cannot; limits be read and set of the process itself alone. Null on processors whose numbers are not known here.
 */
export function systemCallFilter(processor: string = process.arch): Uint8Array | null {
	if (processor !== 'x64') return null;
	const instructions: readonly Instruction[] = [
		load(PROCESSOR_AT),
		[IF_EQUAL, 1, 0, X86_64],
		answer(KILL),
		load(NUMBER_AT),
		...when(IF_AT_LEAST, X32, REFUSE),
		...Object.values(absent).flatMap((number) => when(IF_EQUAL, number, ABSENT)),
		...Object.values(refused).flatMap((number) => when(IF_EQUAL, number, REFUSE)),
		[IF_EQUAL, 0, 4, CLONE],
		load(FIRST_ARGUMENT_AT),
		...when(IF_ANY_BIT, CLONE_THREAD, ALLOW),
		answer(REFUSE),
		[IF_EQUAL, 0, 4, PRLIMIT64],
		// Process ids are 32 bits wide; the kernel looks at no more of the argument.
		load(FIRST_ARGUMENT_AT),
		...when(IF_EQUAL, 0, ALLOW),
		answer(REFUSE),
		answer(ALLOW),
	];
	const bytes = Buffer.alloc(instructions.length * 8);
	for (const [index, [code, ifTrue, ifFalse, operand]] of instructions.entries()) {
		bytes.writeUInt16LE(code, index * 8);
		bytes.writeUInt8(ifTrue, index * 8 + 2);
		bytes.writeUInt8(ifFalse, index * 8 + 3);
		bytes.writeUInt32LE(operand, index * 8 + 4);
	}
	return bytes;
}
