/* An aggregator in C: for each value of one field, how many records have it, and the sum, least and most of another. */
#include <stdbool.h>
#include <stdio.h>

#include "../../../sdk/c/dataflare.h"

typedef struct {
	const char *start, *end;
} span;

typedef struct {
	char *key; /* JSON, as it was written */
	size_t length;
	uint64_t count, numbers;
	double sum, least, most;
} group;

static char *by, *of;
static group *groups;
static size_t used, room;
static uint64_t records;

static const char *skip_space(const char *at, const char *end) {
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) at++;
	return at;
}

/* Behind the text whose opening quote is at `at`. */
static const char *skip_text(const char *at, const char *end) {
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\') at++;
	return at < end ? at + 1 : end;
}

/* Behind a value. What comes in is JSON that the host has checked. */
static const char *skip_value(const char *at, const char *end) {
	int depth = 0;
	do {
		if (*at == '"') {
			at = skip_text(at, end);
			continue;
		}
		if (*at == '{' || *at == '[') depth++;
		if (*at == '}' || *at == ']') {
			if (depth == 0) return at;
			depth--;
		} else if (depth == 0 && (*at == ',' || *at == '\n' || *at == ' ')) {
			return at;
		}
		at++;
	} while (at < end && (depth > 0 || (*at != ',' && *at != '}' && *at != ']' && *at != '\n' && *at != ' ')));
	return at;
}

/* The value of a member at the top of an object; an empty span where it has none. */
static span member(span record, const char *name) {
	const size_t wanted = strlen(name);
	const char *at = skip_space(record.start, record.end);
	if (at == record.end || *at != '{') return (span){0};
	for (at = skip_space(at + 1, record.end); at < record.end && *at == '"';) {
		const char *key = at + 1;
		at = skip_text(at, record.end);
		const bool found = (size_t)(at - 1 - key) == wanted && memcmp(key, name, wanted) == 0;
		at = skip_space(at, record.end); /* the colon */
		const char *value = skip_space(at + 1, record.end);
		at = skip_value(value, record.end);
		if (found) return (span){value, at};
		at = skip_space(at, record.end);
		if (at < record.end && *at == ',') at = skip_space(at + 1, record.end);
	}
	return (span){0};
}

static group *group_of(span key) {
	const size_t length = (size_t)(key.end - key.start);
	for (size_t at = 0; at < used; at++)
		if (groups[at].length == length && memcmp(groups[at].key, key.start, length) == 0) return &groups[at];
	if (used == room) {
		room = room == 0 ? 64 : room * 2;
		groups = realloc(groups, room * sizeof *groups);
		if (groups == NULL) __builtin_trap();
	}
	group *made = &groups[used++];
	*made = (group){.key = malloc(length), .length = length};
	if (made->key == NULL) __builtin_trap();
	memcpy(made->key, key.start, length);
	return made;
}

/* A text of the configuration; NULL where it is none. */
static char *setting(span config, const char *name) {
	const span found = member(config, name);
	if (found.start == NULL || *found.start != '"') return NULL;
	const size_t length = (size_t)(found.end - found.start) - 2;
	char *text = calloc(length + 1, 1);
	if (text == NULL) __builtin_trap();
	return memcpy(text, found.start + 1, length);
}

DATAFLARE_EXPORT("lifecycle", "init") dataflare_result *init(char *config, size_t length) {
	const span whole = {config, config + length};
	by = setting(whole, "by");
	of = setting(whole, "of");
	dataflare_free(config, length);
	if (by == NULL || of == NULL) return dataflare_failed("config.by and config.of must name fields");
	return dataflare_ok();
}

DATAFLARE_EXPORT("aggregator", "aggregate") dataflare_result *aggregate(char *batch, size_t length) {
	const char *end = batch + length;
	for (const char *at = skip_space(batch, end); at < end; at = skip_space(at, end)) {
		const span record = {at, skip_value(at, end)};
		at = record.end;
		records++;
		const span key = member(record, by), value = member(record, of);
		if (key.start == NULL) continue;
		group *into = group_of(key);
		into->count++;
		if (value.start == NULL || (*value.start != '-' && (*value.start < '0' || *value.start > '9'))) continue;
		char digits[64] = {0};
		const size_t written = (size_t)(value.end - value.start);
		memcpy(digits, value.start, written < sizeof digits ? written : sizeof digits - 1);
		const double number = strtod(digits, NULL);
		if (into->numbers == 0 || number < into->least) into->least = number;
		if (into->numbers == 0 || number > into->most) into->most = number;
		into->sum += number;
		into->numbers++;
	}
	dataflare_free(batch, length);
	dataflare_progress(records, 0);
	return dataflare_ok();
}

DATAFLARE_EXPORT("aggregator", "finish") dataflare_result *finish(void) {
	static char *out;
	size_t length = 0, most = 1;
	for (size_t at = 0; at < used; at++) most += groups[at].length + strlen(by) + 160;
	free(out);
	out = malloc(most);
	if (out == NULL) __builtin_trap();
	for (size_t at = 0; at < used; at++) {
		const group *one = &groups[at];
		length += (size_t)sprintf(out + length, "{\"%s\":%.*s,\"count\":%llu", by, (int)one->length, one->key,
		                          (unsigned long long)one->count);
		if (one->numbers > 0)
			length += (size_t)sprintf(out + length, ",\"sum\":%.17g,\"least\":%.17g,\"most\":%.17g", one->sum, one->least,
			                          one->most);
		length += (size_t)sprintf(out + length, "}\n");
	}
	return used == 0 ? dataflare_ok() : dataflare_batch(out, length);
}

DATAFLARE_EXPORT("lifecycle", "cleanup") dataflare_result *cleanup(void) {
	static const char done[] = "all is counted";
	dataflare_log(DATAFLARE_INFO, done, sizeof done - 1);
	return dataflare_ok();
}
