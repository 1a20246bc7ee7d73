/*
 * A library of the C library's kind: it is started once, keeps what it learned, and has a function for each record.
 * As a plugin it is a transformer: the lines of a lookup file, "key,value" each, are read with fopen when it starts, and
 * each record gets the value that belongs to its key.
 *
 * {"code":"NO"} becomes {"code":"NO","name":"Norway"}, with a line "NO,Norway" in the file.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXPORT(name) __attribute__((export_name(#name)))
#define IMPORT(name) __attribute__((import_module("env"), import_name(#name)))

/* The host keeps the message and shows it once the call has failed. */
IMPORT(host_set_error) void host_set_error(const char *message, int length);

struct entry {
    char *key;
    char *value;
};

static struct entry *entries;
static size_t count;
static char key_field[64] = "code", value_field[64] = "name";

static int fail(const char *message) {
    host_set_error(message, (int)strlen(message));
    return -1;
}

/*
 * The text of a member of an object, as it stands between its quotes; NULL where there is none. It looks for the name
 * anywhere in the JSON text, which is enough for flat records: use a JSON library for others.
 */
static const char *member(const char *json, const char *name, size_t *length) {
    char wanted[80];
    snprintf(wanted, sizeof wanted, "\"%s\":\"", name);
    const char *at = strstr(json, wanted);
    if (at == NULL) return NULL;
    at += strlen(wanted);
    *length = strcspn(at, "\"\\");
    return at;
}

static void copy_member(const char *json, const char *name, char *into, size_t size) {
    size_t length;
    const char *text = member(json, name, &length);
    if (text != NULL && length < size) {
        memcpy(into, text, length);
        into[length] = '\0';
    }
}

static int by_key(const void *a, const void *b) {
    return strcmp(((const struct entry *)a)->key, ((const struct entry *)b)->key);
}

/* What the value may hold stands in JSON as it is: a quote, a backslash or a control character does not. */
static int is_plain(const char *text) {
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\' || (unsigned char)*text < 0x20) return 0;
    }
    return 1;
}

static int load(const char *path) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        perror(path); /* To the log. */
        return fail("The lookup file cannot be opened: was it granted?");
    }
    static char line[4096];
    size_t room = 0;
    while (fgets(line, sizeof line, file) != NULL) {
        line[strcspn(line, "\r\n")] = '\0';
        char *comma = strchr(line, ',');
        if (comma == NULL || !is_plain(line)) continue;
        *comma = '\0';
        if (count == room) {
            room = room == 0 ? 256 : room * 2;
            entries = realloc(entries, room * sizeof *entries);
            if (entries == NULL) return fail("The lookup file is too large for the memory limit.");
        }
        entries[count].key = strdup(line);
        entries[count].value = strdup(comma + 1);
        if (entries[count].key == NULL || entries[count].value == NULL) {
            return fail("The lookup file is too large for the memory limit.");
        }
        count++;
    }
    fclose(file);
    qsort(entries, count, sizeof *entries, by_key);
    printf("%zu entries\n", count); /* Standard output is the log of a library. */
    fflush(stdout);
    return 0;
}

/* The input's bytes are followed by anything: what is to be a string of C has to be copied. */
static char *string_of(const char *bytes, int length) {
    char *string = malloc((size_t)length + 1);
    if (string == NULL) return NULL;
    memcpy(string, bytes, (size_t)length);
    string[length] = '\0';
    return string;
}

EXPORT(plugin_init) int plugin_init(const char *config, int length) {
    char *json = string_of(config, length);
    if (json == NULL) return fail("There is no memory left.");
    char path[1024] = "/data/lookup.csv";
    copy_member(json, "lookup", path, sizeof path);
    copy_member(json, "key", key_field, sizeof key_field);
    copy_member(json, "value", value_field, sizeof value_field);
    free(json);
    return load(path);
}

/* A result: its length in four bytes, little-endian, and the bytes. It stays until the next call. */
static char *result;

EXPORT(transform_data) int transform_data(const char *data, int length) {
    char *record = string_of(data, length);
    if (record == NULL) return fail("There is no memory left.");
    size_t key_length = 0;
    const char *key = member(record, key_field, &key_length);
    const char *value = NULL;
    if (key != NULL) {
        char saved = key[key_length];
        ((char *)key)[key_length] = '\0';
        struct entry wanted = {(char *)key, NULL};
        struct entry *found = bsearch(&wanted, entries, count, sizeof *entries, by_key);
        if (found != NULL) value = found->value;
        ((char *)key)[key_length] = saved;
    }
    char *end = strrchr(record, '}');
    free(result);
    result = end == NULL ? NULL : malloc(4 + (size_t)length + strlen(value_field) + (value == NULL ? 4 : strlen(value)) + 8);
    if (result == NULL) {
        free(record);
        return fail(end == NULL ? "The record is no object." : "There is no memory left.");
    }
    *end = '\0';
    /* Nothing but the brace stands before the new member of an empty object. */
    const char *comma = record[strspn(record, " \t{")] == '\0' ? "" : ",";
    int written = value == NULL ? sprintf(result + 4, "%s%s\"%s\":null}", record, comma, value_field)
                                : sprintf(result + 4, "%s%s\"%s\":\"%s\"}", record, comma, value_field, value);
    uint32_t size = (uint32_t)written;
    memcpy(result, &size, 4);
    free(record);
    return (int)(intptr_t)result;
}

/* With these the host puts each input where the C library says, and gives the room back. */
EXPORT(alloc) void *alloc(int length) { return malloc(length == 0 ? 1 : (size_t)length); }
EXPORT(dealloc) void dealloc(void *pointer, int length) {
    /* Results are this plugin's own: they are let go with the next one. */
    (void)length;
    if (pointer != (void *)result) free(pointer);
}
