/* The canonical ABI of components for the roles of sdk/wit, by hand, for C with a C library (malloc, realloc, free).
   A component defines the functions of its role and of `lifecycle` with the macros below, and links with nothing else. */
#ifndef DATAFLARE_H
#define DATAFLARE_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define DATAFLARE_EXPORT(face, name) __attribute__((export_name("dataflare:plugin/" face "@1.0.0#" name)))
#define DATAFLARE_IMPORT(face, name) \
	__attribute__((import_module("dataflare:plugin/" face "@1.0.0"), import_name(name)))

/* A result as the host reads it: a tag, and behind it what the tag says. */
typedef struct {
	uint8_t failed; /* 1: `error` */
	union {
		struct {
			const char *text;
			size_t length;
		} error;
		struct { /* of `result<list<…>, error>` */
			const void *bytes;
			size_t length;
		} list;
		struct { /* of `result<option<batch>, error>` */
			uint8_t some;
			const void *bytes;
			size_t length;
		} batch;
	};
} dataflare_result;

/* The one result at a time: what it points to stays until the next call. */
static dataflare_result dataflare_answer;

static inline dataflare_result *dataflare_ok(void) {
	dataflare_answer = (dataflare_result){0};
	return &dataflare_answer;
}

static inline dataflare_result *dataflare_failed(const char *message) {
	dataflare_answer = (dataflare_result){.failed = 1, .error = {message, strlen(message)}};
	return &dataflare_answer;
}

static inline dataflare_result *dataflare_list(const void *bytes, size_t length) {
	dataflare_answer = (dataflare_result){.list = {bytes, length}};
	return &dataflare_answer;
}

static inline dataflare_result *dataflare_batch(const void *bytes, size_t length) {
	dataflare_answer = (dataflare_result){.batch = {1, bytes, length}};
	return &dataflare_answer;
}

/* Room that the host writes inputs and answers into. What it wrote is the component's: `dataflare_free` it. */
__attribute__((export_name("cabi_realloc"))) void *cabi_realloc(void *old, size_t old_length, size_t align,
                                                                size_t length) {
	if (length == 0) return (void *)align;
	void *room = realloc(old_length == 0 ? NULL : old, length);
	if (room == NULL) __builtin_trap();
	return room;
}

static inline void dataflare_free(void *bytes, size_t length) {
	if (length > 0) free(bytes);
}

enum dataflare_level { DATAFLARE_TRACE, DATAFLARE_DEBUG, DATAFLARE_INFO, DATAFLARE_WARN, DATAFLARE_ERROR };

/* What the host offers; a function that is not called is not imported. Others are declared in the same way, by their
   signature in the canonical ABI: texts and lists as pointer and length, a result as a pointer to room for it. */
DATAFLARE_IMPORT("log", "log") void dataflare_log(int32_t level, const char *message, size_t length);
DATAFLARE_IMPORT("log", "progress") void dataflare_progress(uint64_t done, uint64_t total);
DATAFLARE_IMPORT("chance", "now") uint64_t dataflare_now(void);
DATAFLARE_IMPORT("files", "write")
void dataflare_write_file(const char *path, size_t path_length, const void *data, size_t length, int32_t mode,
                          uint8_t answer[2]);

#endif
