/*
 * A program as a component: an ordinary main, which reads records from standard input, a line each, and writes records
 * to standard output. As a plugin it is a processor: of records that are the same, byte for byte, it hands on the first.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
    struct line *next;
    size_t length;
    char text[];
};

enum { SLOTS = 1 << 12 };
static struct line *slots[SLOTS];

/* Whether the line came before; keeps it where it did not. */
static int seen(const char *text, size_t length) {
    uint32_t hash = 2166136261u;
    for (size_t at = 0; at < length; at++) hash = (hash ^ (unsigned char)text[at]) * 16777619u;
    struct line **slot = &slots[hash % SLOTS];
    for (struct line *line = *slot; line != NULL; line = line->next)
        if (line->length == length && memcmp(line->text, text, length) == 0) return 1;
    struct line *line = malloc(sizeof *line + length);
    if (line == NULL) {
        fputs("too many different records to remember\n", stderr);
        exit(1);
    }
    line->next = *slot;
    line->length = length;
    memcpy(line->text, text, length);
    *slot = line;
    return 0;
}

int main(void) {
    char *text = NULL;
    size_t room = 0;
    long all = 0, kept = 0;
    for (ssize_t length; (length = getline(&text, &room, stdin)) >= 0;) {
        if (length > 0 && text[length - 1] == '\n') length--;
        if (length == 0) continue;
        all++;
        if (seen(text, (size_t)length)) continue;
        kept++;
        fwrite(text, 1, (size_t)length, stdout);
        putchar('\n');
    }
    if (ferror(stdin) || fflush(stdout) != 0) return 1;
    fprintf(stderr, "%ld of %ld records were new\n", kept, all);
    return 0;
}
