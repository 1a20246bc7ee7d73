/*
 * What of util-linux's `setpriv` a sandbox is started with, for systems whose own is older than 2.40: the same options, as
 * strict with what it does not know, by the same system calls. With SILENT defined it passes over accesses other than `fs`
 * without a word, as 2.40 to 2.42 do.
 */
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const char *const rights[] = { "execute", "write-file", "read-file", "read-dir", "remove-dir", "remove-file", "make-char",
	"make-dir", "make-reg", "make-sock", "make-fifo", "make-block", "make-sym", "refer", "truncate" };

static struct { uint64_t fs, net, scoped; } ruleset;
static struct { uint64_t allowed; int32_t parent; } __attribute__((packed)) rules[512];
static int count;

static uint64_t parse(char *list) {
	uint64_t mask = 0;
	for (char *one = strtok(list, ","); one; one = strtok(0, ",")) {
		size_t i = 0;
		while (i < sizeof rights / sizeof *rights && strcmp(rights[i], one) != 0) i++;
		if (i == sizeof rights / sizeof *rights) errx(1, "could not parse Landlock fs access: %s", one);
		mask |= 1ull << i;
	}
	return mask;
}

static void access_of(char *text, int abi) {
	if (strncmp(text, "fs:", 3) == 0) ruleset.fs |= parse(text + 3);
#ifndef SILENT
	else if (strcmp(text, "net") == 0 && abi >= 4) ruleset.net |= 3;
	else if (strcmp(text, "scope") == 0 && abi >= 6) ruleset.scoped |= 3;
	else errx(1, "Landlock %s is not supported", text);
#endif
}

static void rule_of(char *text) {
	if (strncmp(text, "path-beneath:", 13) != 0) errx(1, "invalid Landlock rule: %s", text);
	char *list = text + 13, *path = strchr(list, ':');
	if (!path || count == 512) errx(1, "invalid Landlock rule: %s", text);
	*path++ = 0;
	rules[count].allowed = parse(list);
	rules[count].parent = open(path, O_RDONLY | O_PATH | O_CLOEXEC);
	if (rules[count++].parent < 0) err(1, "could not open file for Landlock: %s", path);
}

int main(int argc, char **argv) {
	static const struct option options[] = { { "no-new-privs", 0, 0, 'n' }, { "landlock-access", 1, 0, 'a' },
		{ "landlock-rule", 1, 0, 'r' }, { 0, 0, 0, 0 } };
	int abi = syscall(SYS_landlock_create_ruleset, 0, 0, 1), option, domain;
	while ((option = getopt_long(argc, argv, "+", options, 0)) != -1) {
		if (option == 'n') {
			if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) err(1, "disallow granting new privileges failed");
		} else if (option == 'a') access_of(optarg, abi);
		else if (option == 'r') rule_of(optarg);
		else return 1;
	}
	if (argc <= optind) errx(1, "No program specified");
	if (ruleset.fs || ruleset.net || ruleset.scoped) {
		domain = syscall(SYS_landlock_create_ruleset, &ruleset, sizeof ruleset, 0);
		if (domain < 0) err(127, "landlock_create_ruleset failed");
		for (int i = 0; i < count; i++)
			if (syscall(SYS_landlock_add_rule, domain, 1, &rules[i], 0)) err(127, "adding Landlock rule failed");
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_landlock_restrict_self, domain, 0))
			err(127, "landlock_restrict_self failed");
	}
	execvp(argv[optind], argv + optind);
	err(127, "failed to execute %s", argv[optind]);
}
