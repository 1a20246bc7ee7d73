/*
 * A program, not a library: it reads records from standard input, a line each, and writes records to standard output.
 * As a plugin it is a processor: each line is handed on with its number, counted over all runs in /data/count.
 */
#include <stdio.h>
#include <string.h>

static long load(void) {
    long count = 0;
    FILE *file = fopen("/data/count", "r");
    if (file == NULL) return 0;
    if (fscanf(file, "%ld", &count) != 1) count = 0;
    fclose(file);
    return count;
}

int main(void) {
    static char line[1 << 16];
    long count = load();
    while (fgets(line, sizeof line, stdin) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        printf("{\"number\":%ld,\"record\":%s}\n", ++count, line);
    }
    FILE *file = fopen("/data/count", "w");
    if (file == NULL) {
        perror("/data/count");
        return 3;
    }
    fprintf(file, "%ld\n", count);
    return fclose(file) == 0 ? 0 : 4;
}
