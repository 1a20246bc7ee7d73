/* What a plugin in C needs beside its own functions: the host's functions, texts and results. No C library. */
#ifndef DATAFLARE_H
#define DATAFLARE_H

#define EXPORT(name) __attribute__((export_name(name)))
#define IMPORT(name) __attribute__((import_module("env"), import_name(name)))

IMPORT("host_log") void host_log(const char *level, int level_length, const char *message, int length);
IMPORT("host_set_error") void host_set_error(const char *message, int length);
IMPORT("host_get_config") const void *host_get_config(const char *key, int length);
IMPORT("host_write_file")
int host_write_file(const char *path, int path_length, const void *data, int length, int append);

static inline int text_length(const char *text) {
	int length = 0;
	while (text[length] != 0) length++;
	return length;
}

static inline void copy_bytes(char *to, const char *from, int length) {
	for (int at = 0; at < length; at++) to[at] = from[at];
}

/* What went wrong, for people. Return the answer of this from the function that failed. */
static inline int fail(const char *message) {
	host_set_error(message, text_length(message));
	return -1;
}

/* The one result at a time: its length in four bytes, little-endian, with the bytes behind. The host copies it before
   it calls anything else. */
#define MOST_BYTES (4 * 1024 * 1024)
static struct {
	int length;
	char bytes[MOST_BYTES];
} result;

/* Adds to the result. Returns 0 where there is no room. */
static inline int put(const char *text, int length) {
	if (length > MOST_BYTES - result.length) return 0;
	copy_bytes(result.bytes + result.length, text, length);
	result.length += length;
	return 1;
}

static inline int put_text(const char *text) { return put(text, text_length(text)); }

static inline int put_number(unsigned number) {
	char digits[10];
	int at = 10;
	do digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	return put(digits + at, 10 - at);
}

/* The result as the host wants it. */
static inline int answer(void) { return (int)&result; }

/* A key of the configuration as JSON; its length is 0 where it is not there. */
typedef struct {
	const char *text;
	int length;
} json;

static inline json config(const char *key) {
	const int *found = host_get_config(key, text_length(key));
	if ((int)found <= 0) return (json){"", 0};
	return (json){(const char *)(found + 1), *found};
}

/* A key whose value is a whole number; -1 where it is something else, or larger than `most`. */
static inline int config_number(const char *key, int otherwise, int most) {
	json value = config(key);
	int number = 0;
	if (value.length == 0) return otherwise;
	for (int at = 0; at < value.length; at++) {
		char digit = value.text[at];
		if (digit < '0' || digit > '9') return -1;
		if (number > (most - (digit - '0')) / 10) return -1;
		number = number * 10 + (digit - '0');
	}
	return number;
}

/* A key whose value is a text without escapes, copied into `room`. Returns its length; -1 where it is something else. */
static inline int config_text(const char *key, const char *otherwise, char *room, int most) {
	json value = config(key);
	if (value.length == 0) {
		int length = text_length(otherwise);
		if (length > most) return -1;
		copy_bytes(room, otherwise, length);
		return length;
	}
	if (value.text[0] != '"' || value.length - 2 > most) return -1;
	for (int at = 1; at < value.length - 1; at++) {
		if (value.text[at] == '\\') return -1;
		room[at - 1] = value.text[at];
	}
	return value.length - 2;
}

#endif
