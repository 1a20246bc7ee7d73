/* Goes through the C library's file functions and says the first thing that is not as POSIX has it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHECK(what) do { if (!(what)) { fprintf(stderr, "line %d: %s (errno %d)\n", __LINE__, #what, errno); exit(1); } } while (0)

static void whole_files(void) {
    FILE *file = fopen("/data/lines.txt", "w");
    CHECK(file != NULL);
    for (int i = 0; i < 20000; i++) CHECK(fprintf(file, "line %d\n", i) > 0);
    CHECK(fclose(file) == 0);
    file = fopen("data/lines.txt", "r");
    CHECK(file != NULL);
    char line[64];
    int count = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        char wanted[64];
        snprintf(wanted, sizeof wanted, "line %d\n", count++);
        CHECK(strcmp(line, wanted) == 0);
    }
    CHECK(count == 20000 && fclose(file) == 0);
}

static void descriptors(void) {
    char buffer[16] = {0};
    struct stat facts;
    int one = open("/data/both", O_CREAT | O_RDWR | O_TRUNC, 0644);
    int other = open("/data/both", O_RDWR);
    CHECK(one > 2 && other > 2);
    /* What one wrote, the other reads at once, and knows the size of. */
    CHECK(write(one, "hello world", 11) == 11);
    CHECK(fstat(other, &facts) == 0 && facts.st_size == 11 && S_ISREG(facts.st_mode));
    CHECK(read(other, buffer, 5) == 5 && memcmp(buffer, "hello", 5) == 0);
    CHECK(pwrite(one, "J", 1, 0) == 1 && pread(other, buffer, 5, 0) == 5 && memcmp(buffer, "Jello", 5) == 0);
    CHECK(lseek(other, 0, SEEK_CUR) == 5 && lseek(other, -1, SEEK_END) == 10 && lseek(other, -1, SEEK_SET) == -1);
    CHECK(ftruncate(one, 4) == 0 && lseek(other, 0, SEEK_END) == 4);
    CHECK(ftruncate(one, 100) == 0 && pread(other, buffer, 16, 90) == 10 && buffer[0] == 0);
    CHECK(fsync(one) == 0 && fdatasync(one) == 0);
    CHECK(close(one) == 0 && close(other) == 0 && close(other) == -1 && errno == EBADF);
    int end = open("/data/both", O_WRONLY | O_APPEND);
    CHECK(write(end, "ab", 2) == 2 && write(end, "cd", 2) == 2 && close(end) == 0);
    CHECK(stat("/data/both", &facts) == 0 && facts.st_size == 104);
    CHECK(open("/data/both", O_CREAT | O_EXCL | O_WRONLY, 0644) == -1 && errno == EEXIST);
    CHECK(open("/data/none", O_RDONLY) == -1 && errno == ENOENT);
    CHECK(open("/data/both", O_RDONLY | O_DIRECTORY) == -1 && errno == ENOTDIR);
}

static void names(void) {
    struct stat facts;
    char text[32] = {0};
    CHECK(mkdir("/data/sub", 0755) == 0 && mkdir("/data/sub", 0755) == -1 && errno == EEXIST);
    CHECK(symlink("../both", "/data/sub/way") == 0 && readlink("/data/sub/way", text, 31) == 7);
    CHECK(strcmp(text, "../both") == 0);
    CHECK(lstat("/data/sub/way", &facts) == 0 && S_ISLNK(facts.st_mode));
    CHECK(stat("/data/sub/way", &facts) == 0 && facts.st_size == 104);
    CHECK(symlink("/data/both", "/data/sub/absolute") == -1);
    CHECK(link("/data/both", "/data/sub/again") == 0 && stat("/data/sub/again", &facts) == 0 && facts.st_nlink == 2);
    CHECK(rename("/data/sub/again", "/data/sub/moved") == 0 && stat("/data/sub/again", &facts) == -1);
    struct timespec times[2] = {{1000, 5}, {2000, 7}};
    CHECK(utimensat(AT_FDCWD, "/data/sub/moved", times, 0) == 0 && stat("/data/sub/moved", &facts) == 0);
    CHECK(facts.st_mtim.tv_sec == 2000 && facts.st_mtim.tv_nsec == 7 && facts.st_atim.tv_sec == 1000);
    int seen = 0;
    DIR *folder = opendir("/data/sub");
    CHECK(folder != NULL);
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        if (strcmp(entry->d_name, "way") == 0) seen |= entry->d_type == DT_LNK ? 1 : 8;
        if (strcmp(entry->d_name, "moved") == 0) seen |= entry->d_type == DT_REG ? 2 : 8;
    }
    CHECK(seen == 3 && closedir(folder) == 0);
    CHECK(rmdir("/data/sub") == -1 && errno == ENOTEMPTY);
    CHECK(unlink("/data/sub/way") == 0 && unlink("/data/sub/moved") == 0 && rmdir("/data/sub") == 0);
    CHECK(unlink("/data") == -1);
}

/* Reads the whole of a file in pieces of 4 KiB, as C libraries do. */
static void small_reads(void) {
    static char block[4096];
    int file = open("/data/large", O_RDONLY);
    long sum = 0, got;
    CHECK(file > 2);
    while ((got = read(file, block, sizeof block)) > 0) sum += got;
    CHECK(got == 0 && close(file) == 0);
    printf("%ld\n", sum);
}

int main(int argc, char **argv) {
    if (argc > 1 && strcmp(argv[1], "read") == 0) small_reads();
    else if (argc > 1 && strcmp(argv[1], "full") == 0) {
        /* More than may be written: some write, or the close, tells. */
        FILE *file = fopen("/data/full", "w");
        CHECK(file != NULL);
        int failed = 0;
        for (int i = 0; i < 100000 && !failed; i++) failed = fputs("0123456789", file) < 0;
        failed |= fclose(file) != 0;
        CHECK(failed && errno == ENOSPC);
        printf("\"full\"\n");
    } else if (argc > 1 && strcmp(argv[1], "unclosed") == 0) {
        int file = open("/data/unclosed", O_CREAT | O_WRONLY, 0644);
        CHECK(write(file, "kept", 4) == 4);
        _Exit(0);
    } else {
        whole_files();
        descriptors();
        names();
        printf("\"as POSIX has it\"\n");
    }
    return 0;
}
