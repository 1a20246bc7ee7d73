/* DataFlare's plugin interface, version 1, for C without a library: one header, nothing to link with. A plugin defines
   its functions and names them with DF_SOURCE, DF_PROCESSOR, DF_TRANSFORMER, DF_FILTER, DF_AGGREGATOR or DF_DESTINATION;
   the manifest says "encoding": "ndjson".

       clang --target=wasm32 -nostdlib -ffreestanding -O2 -Wl,--no-entry -o plugin.wasm plugin.c

   Memory. A plugin exports no allocator: the host puts inputs and answers into pages of its own, which stay until the
   next input. `df_buffer` takes fresh pages, grows by doubling and is used again; nothing is given back. */
#ifndef DATAFLARE_PLUGIN_H
#define DATAFLARE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#define DF_EXPORT(name) __attribute__((export_name(name), used))
#define DF_IMPORT(name) __attribute__((import_module("env"), import_name(name)))

/* ---- The host's functions, as a module imports them. Those that are not called are not imported. ---- */

DF_IMPORT("host_log") void host_log(const char *level, size_t level_length, const char *text, size_t length);
DF_IMPORT("host_get_time") int64_t host_get_time(void);
DF_IMPORT("host_random") double host_random(void);
DF_IMPORT("host_set_error") void host_set_error(const char *text, size_t length);
DF_IMPORT("host_progress") void host_progress(int64_t done, int64_t total);
DF_IMPORT("host_get_config") int32_t host_get_config(const char *key, size_t length);
DF_IMPORT("host_get_env") int32_t host_get_env(const char *name, size_t length);
DF_IMPORT("host_read_file") int32_t host_read_file(const char *path, size_t length, int64_t offset, int32_t most);
DF_IMPORT("host_write_file")
int32_t host_write_file(const char *path, size_t length, const char *data, size_t data_length, int32_t mode);
DF_IMPORT("host_list_dir") int32_t host_list_dir(const char *path, size_t length);
DF_IMPORT("host_http") int32_t host_http(const char *request, size_t length);
DF_IMPORT("host_state_get") int32_t host_state_get(const char *key, size_t length);
DF_IMPORT("host_state_set")
int32_t host_state_set(const char *key, size_t length, const char *value, size_t value_length);

/* ---- Bytes ---- */

/* What the compiler itself may call. */
__attribute__((weak)) void *memcpy(void *to, const void *from, size_t length) {
	for (size_t at = 0; at < length; at++) ((char *)to)[at] = ((const char *)from)[at];
	return to;
}
__attribute__((weak)) void *memset(void *to, int value, size_t length) {
	for (size_t at = 0; at < length; at++) ((char *)to)[at] = (char)value;
	return to;
}

/* Bytes that are somebody else's; UTF-8 where they are text. */
typedef struct {
	const char *at;
	size_t length;
} df_text;

static inline df_text df_string(const char *text) {
	size_t length = 0;
	while (text[length] != 0) length++;
	return (df_text){text, length};
}

static inline int df_same(df_text a, df_text b) {
	if (a.length != b.length) return 0;
	for (size_t at = 0; at < a.length; at++)
		if (a.at[at] != b.at[at]) return 0;
	return 1;
}

/* Bytes that grow. Four in front of them are kept free, so that they can become a result. All 0 is an empty one. */
typedef struct {
	char *at;
	size_t length;
	size_t room;
	int needs_comma;
} df_buffer;

/* Makes room for more. Without memory left the call ends. */
static inline void df_reserve(df_buffer *out, size_t more) {
	if (out->length + more <= out->room) return;
	size_t wanted = (out->length + more) * 2 + 4;
	size_t pages = (wanted + 65535) / 65536;
	size_t before = __builtin_wasm_memory_grow(0, pages);
	if (before == (size_t)-1) {
		host_set_error("there is no memory left", 23);
		__builtin_trap();
	}
	char *grown = (char *)(before * 65536) + 4;
	memcpy(grown, out->at, out->length);
	out->at = grown;
	out->room = pages * 65536 - 4;
}

static inline void df_put_bytes(df_buffer *out, df_text bytes) {
	df_reserve(out, bytes.length);
	memcpy(out->at + out->length, bytes.at, bytes.length);
	out->length += bytes.length;
}

static inline void df_put_byte(df_buffer *out, char byte) {
	df_reserve(out, 1);
	out->at[out->length++] = byte;
}

static inline void df_put_string(df_buffer *out, const char *text) { df_put_bytes(out, df_string(text)); }

static inline df_text df_content(const df_buffer *buffer) { return (df_text){buffer->at, buffer->length}; }

static inline void df_clear(df_buffer *buffer) { buffer->length = 0, buffer->needs_comma = 0; }

/* The buffer as a result: a pointer to its length, with the bytes behind; 0 where it is empty. */
static inline int32_t df_result(df_buffer *out) {
	if (out->length == 0) return 0;
	uint32_t length = (uint32_t)out->length;
	memcpy(out->at - 4, &length, 4);
	return (int32_t)(uintptr_t)(out->at - 4);
}

/* ---- Errors and the log ---- */

/* Says why the call fails. A function returns the answer of this. */
static inline int df_fail_bytes(df_text why) { return host_set_error(why.at, why.length), -1; }
static inline int df_fail(const char *why) { return df_fail_bytes(df_string(why)); }

static df_buffer df_sentence;

/* The same in three parts, such as "cannot read ", a path and ": no such file or folder". */
static inline int df_fail_with(const char *before, df_text what, const char *after) {
	df_clear(&df_sentence);
	df_put_string(&df_sentence, before);
	df_put_bytes(&df_sentence, what);
	df_put_string(&df_sentence, after);
	return df_fail_bytes(df_content(&df_sentence));
}

/* What a host function answered, in words. */
static inline const char *df_explain(int32_t status) {
	switch (status) {
	case -2: return "no such file or folder";
	case -5: return "input or output error";
	case -13: return "not permitted by the grant of this plugin";
	case -22: return "the host refused the request as invalid";
	case -27: return "too large";
	case -28: return "no space left";
	case -110: return "timed out";
	case -125: return "cancelled";
	default: return "an error without a name";
	}
}

static inline void df_log(const char *level, df_text text) {
	host_log(level, df_string(level).length, text.at, text.length);
}
static inline void df_debug(const char *text) { df_log("debug", df_string(text)); }
static inline void df_info(const char *text) { df_log("info", df_string(text)); }
static inline void df_warn(const char *text) { df_log("warn", df_string(text)); }
static inline void df_error(const char *text) { df_log("error", df_string(text)); }

/* ---- Asking the host. Each gives 0 or a negative status; bytes stay until the next input. ---- */

/* Takes an answer apart. `found` may be null; nothing found has `at` 0. */
static inline int32_t df_answer(int32_t answer, df_text *found) {
	df_text bytes = {0, 0};
	if (answer < 0 && answer >= -4096) return answer;
	if (answer != 0) {
		uint32_t length;
		memcpy(&length, (const void *)(uintptr_t)(uint32_t)answer, 4);
		bytes = (df_text){(const char *)(uintptr_t)(uint32_t)answer + 4, length};
	}
	if (found != 0) *found = bytes;
	return 0;
}

static inline int32_t df_get_config(df_text key, df_text *json) {
	return df_answer(host_get_config(key.at, key.length), json);
}
static inline int32_t df_get_env(df_text name, df_text *value) {
	return df_answer(host_get_env(name.at, name.length), value);
}
/* At most 8 MiB. No bytes: the end of the file. */
static inline int32_t df_read_file(df_text path, int64_t offset, int32_t most, df_text *bytes) {
	return df_answer(host_read_file(path.at, path.length, offset, most), bytes);
}
static inline int32_t df_replace_file(df_text path, df_text bytes) {
	int32_t status = host_write_file(path.at, path.length, bytes.at, bytes.length, 0);
	return status < 0 ? status : 0;
}
static inline int32_t df_append_file(df_text path, df_text bytes) {
	int32_t status = host_write_file(path.at, path.length, bytes.at, bytes.length, 1);
	return status < 0 ? status : 0;
}
/* A JSON array. */
static inline int32_t df_list_dir(df_text path, df_text *json) {
	return df_answer(host_list_dir(path.at, path.length), json);
}
/* JSON both ways, as the plugin interface describes host_http. */
static inline int32_t df_http(df_text request, df_text *response) {
	return df_answer(host_http(request.at, request.length), response);
}
static inline int32_t df_get_state(df_text key, df_text *value) {
	return df_answer(host_state_get(key.at, key.length), value);
}
/* No bytes delete it. */
static inline int32_t df_set_state(df_text key, df_text value) {
	int32_t status = host_state_set(key.at, key.length, value.at, value.length);
	return status < 0 ? status : 0;
}

/* ---- Reading JSON, which the host has checked ---- */

/* One value where it stands, without the white space around it. Length 0: there is none. */
typedef df_text df_json;

/* Goes through the members of an object, the items of an array, or the records of an input. */
typedef struct {
	const char *at;
	const char *end;
} df_walk;

static inline const char *df_skip_space(const char *at, const char *end) {
	while (at < end && (*at == ' ' || *at == '\n' || *at == '\r' || *at == '\t')) at++;
	return at;
}

/* `at` follows the opening quote; gives what is behind the closing one. */
static inline const char *df_skip_text(const char *at, const char *end) {
	while (at < end && *at != '"') at += *at == '\\' ? 2 : 1;
	return at < end ? at + 1 : end;
}

static inline const char *df_skip_value(const char *at, const char *end) {
	size_t depth = 0;
	while (at < end) {
		char c = *at;
		if (c == '"') {
			at = df_skip_text(at + 1, end);
		} else if (c == '{' || c == '[') {
			depth++;
			at++;
		} else if (c == '}' || c == ']') {
			if (depth == 0) return at;
			depth--;
			at++;
		} else if (depth == 0) {
			while (at < end && *at != ',' && *at != '}' && *at != ']' && *at > ' ') at++;
			return at;
		} else {
			at++;
		}
		if (depth == 0) return at;
	}
	return end;
}

/* The next value; 0: there is none. */
static inline int df_next(df_walk *walk, df_json *value) {
	const char *at = df_skip_space(walk->at, walk->end);
	if (at < walk->end && *at == ',') at = df_skip_space(at + 1, walk->end);
	if (at >= walk->end || *at == '}' || *at == ']') return 0;
	const char *after = df_skip_value(at, walk->end);
	/* What stops at once is no value. */
	if (after == at) return 0;
	*value = (df_json){at, (size_t)(after - at)};
	walk->at = after;
	return 1;
}

/* The next member of an object; the key has its quotes. */
static inline int df_next_member(df_walk *walk, df_json *key, df_json *value) {
	if (!df_next(walk, key)) return 0;
	walk->at = df_skip_space(walk->at, walk->end);
	if (walk->at < walk->end && *walk->at == ':') walk->at++;
	return df_next(walk, value);
}

/* Into an object or an array; any other value has nothing inside. */
static inline df_walk df_into(df_json json) {
	int has = json.length > 1 && (*json.at == '{' || *json.at == '[');
	return (df_walk){json.at + (has ? 1 : json.length), json.at + json.length};
}

static inline int df_is_object(df_json json) { return json.length > 0 && *json.at == '{'; }
static inline int df_is_text(df_json json) { return json.length > 0 && *json.at == '"'; }
static inline int df_is_null(df_json json) { return json.length == 0 || *json.at == 'n'; }
static inline int df_is_true(df_json json) { return json.length > 0 && *json.at == 't'; }
static inline int df_is_number(df_json json) {
	return json.length > 0 && (*json.at == '-' || (*json.at >= '0' && *json.at <= '9'));
}

static inline uint32_t df_hex4(const char *at) {
	uint32_t value = 0;
	for (int i = 0; i < 4; i++) {
		uint32_t c = (unsigned char)at[i];
		value = value * 16 + (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
	}
	return value;
}

static inline void df_put_code(df_buffer *out, uint32_t code) {
	if (code < 0x80) {
		df_put_byte(out, (char)code);
		return;
	}
	int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
	df_put_byte(out, (char)((0xf80 >> more) | (code >> (6 * more))));
	while (more-- > 0) df_put_byte(out, (char)(0x80 | ((code >> (6 * more)) & 0x3f)));
}

/* Appends the characters of a JSON text. Half a surrogate pair is kept as three bytes. */
static inline void df_decode(df_json text, df_buffer *out) {
	const char *at = text.at + 1, *end = text.at + text.length - 1;
	while (at < end) {
		if (*at != '\\') {
			df_put_byte(out, *at++);
			continue;
		}
		char kind = at[1];
		at += 2;
		if (kind != 'u') {
			const char *from = "bfnrt", *to = "\b\f\n\r\t";
			for (int i = 0; i < 5; i++)
				if (kind == from[i]) kind = to[i];
			df_put_byte(out, kind);
			continue;
		}
		uint32_t code = df_hex4(at);
		at += 4;
		if (code >> 10 == 0x36 && at + 6 <= end && at[0] == '\\' && at[1] == 'u' && df_hex4(at + 2) >> 10 == 0x37) {
			code = 0x10000 + ((code & 0x3ff) << 10) + (df_hex4(at + 2) & 0x3ff);
			at += 6;
		}
		df_put_code(out, code);
	}
}

static df_buffer df_decoded;

/* The characters of a text: where they stand, or, if it has escapes, in a place that lasts until the next such call. */
static inline df_text df_characters(df_json text) {
	for (size_t at = 0; at < text.length; at++) {
		if (text.at[at] != '\\') continue;
		df_clear(&df_decoded);
		df_decode(text, &df_decoded);
		return df_content(&df_decoded);
	}
	return (df_text){text.at + 1, text.length - 2};
}

static inline int df_reads(df_json text, const char *characters) {
	return df_is_text(text) && df_same(df_characters(text), df_string(characters));
}

/* A member by its key; of two with one key the last. Length 0: there is none. */
static inline df_json df_get(df_json object, const char *key) {
	df_json found = {0, 0}, name, value;
	if (!df_is_object(object)) return found;
	df_walk walk = df_into(object);
	while (df_next_member(&walk, &name, &value))
		if (df_reads(name, key)) found = value;
	return found;
}

/* The number that a JSON number stands for, exact where it has at most 15 digits and its power of ten is within 22. */
static inline double df_number(df_json number) {
	const char *at = number.at, *end = number.at + number.length;
	int negative = at < end && *at == '-', seen = 0, scale = 0, digits = 0;
	double value = 0;
	for (at += negative; at < end && *at != 'e' && *at != 'E'; at++) {
		if (*at == '.') {
			seen = 1;
			continue;
		}
		/* Digits behind the 18th are too small to be seen. */
		int taken = digits < 18;
		if (taken) value = value * 10 + (*at - '0');
		if (value != 0) digits++;
		scale += taken ? -seen : !seen;
	}
	if (at < end) {
		int below = *++at == '-', exponent = 0;
		if (*at == '-' || *at == '+') at++;
		for (; at < end; at++)
			if (exponent < 10000) exponent = exponent * 10 + (*at - '0');
		scale += below ? -exponent : exponent;
	}
	double power = 1;
	int size = scale < 0 ? -scale : scale;
	for (int i = 0; i < size && i < 700 && value != 0; i++) {
		power *= 10;
		if (power >= 1e22 || i == size - 1) {
			value = scale < 0 ? value / power : value * power;
			power = 1;
		}
	}
	return negative ? -value : value;
}

/* ---- Writing JSON. Commas are put where they belong. ---- */

static inline void df_begin_value(df_buffer *out) {
	if (out->needs_comma) df_put_byte(out, ',');
	out->needs_comma = 1;
}
static inline void df_begin_object(df_buffer *out) {
	df_begin_value(out), df_put_byte(out, '{'), out->needs_comma = 0;
}
static inline void df_end_object(df_buffer *out) { df_put_byte(out, '}'), out->needs_comma = 1; }
static inline void df_begin_array(df_buffer *out) {
	df_begin_value(out), df_put_byte(out, '['), out->needs_comma = 0;
}
static inline void df_end_array(df_buffer *out) { df_put_byte(out, ']'), out->needs_comma = 1; }

/* Ends a record, if one was written. */
static inline void df_end_record(df_buffer *out) {
	if (out->length > 0 && out->at[out->length - 1] != '\n') df_put_byte(out, '\n');
	out->needs_comma = 0;
}

/* A value of the input, as it stands there. */
static inline void df_put_json(df_buffer *out, df_json json) { df_begin_value(out), df_put_bytes(out, json); }

static inline void df_put_text(df_buffer *out, df_text text) {
	df_begin_value(out);
	df_put_byte(out, '"');
	for (size_t at = 0; at < text.length; at++) {
		unsigned char c = (unsigned char)text.at[at];
		if (c == '"' || c == '\\') df_put_byte(out, '\\');
		if (c == 0xed && at + 2 < text.length && (unsigned char)text.at[at + 1] >= 0xa0) {
			/* Half a surrogate pair, which UTF-8 cannot hold. */
			uint32_t code = 0xd000 | ((text.at[at + 1] & 0x3fu) << 6) | (text.at[at + 2] & 0x3fu);
			df_put_string(out, "\\u");
			for (int shift = 12; shift >= 0; shift -= 4) df_put_byte(out, "0123456789abcdef"[code >> shift & 15]);
			at += 2;
		} else if (c < 0x20) {
			df_put_string(out, "\\u00");
			df_put_byte(out, (char)('0' + (c >> 4)));
			df_put_byte(out, "0123456789abcdef"[c & 15]);
		} else {
			df_put_byte(out, (char)c);
		}
	}
	df_put_byte(out, '"');
}

static inline void df_put_key(df_buffer *out, const char *key) {
	df_put_text(out, df_string(key));
	df_put_byte(out, ':');
	out->needs_comma = 0;
}

static inline void df_put_digits(df_buffer *out, int64_t number) {
	char digits[20];
	int at = 20;
	uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
	do digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) > 0);
	if (number < 0) df_put_byte(out, '-');
	df_put_bytes(out, (df_text){digits + at, (size_t)(20 - at)});
}

static inline void df_put_integer(df_buffer *out, int64_t number) { df_begin_value(out), df_put_digits(out, number); }
static inline void df_put_null(df_buffer *out) { df_begin_value(out), df_put_string(out, "null"); }
static inline void df_put_boolean(df_buffer *out, int value) {
	df_begin_value(out), df_put_string(out, value ? "true" : "false");
}

/* In at most 15 digits; null where it is not finite. */
static inline void df_put_number(df_buffer *out, double number) {
	df_begin_value(out);
	if (!(number - number == 0)) {
		df_put_string(out, "null");
		return;
	}
	if (number < 0) df_put_byte(out, '-'), number = -number;
	if (number < 1e15 && (double)(int64_t)number == number) {
		df_put_digits(out, (int64_t)number);
		return;
	}
	/* As many decimal places as make 15 digits, so that what is left is a whole number below 10^15. */
	int places = 0;
	while (number >= 1e15) number /= 10, places--;
	while (number < 1e14 && places < 340) number *= 10, places++;
	int64_t digits = (int64_t)(number + 0.5);
	while (digits != 0 && digits % 10 == 0) digits /= 10, places--;
	int64_t power = 1;
	for (int i = 0; i < places && i < 18; i++) power *= 10;
	if (places <= 0 || places > 18) {
		df_put_digits(out, digits);
		if (places != 0) df_put_byte(out, 'e'), df_put_digits(out, -places);
		return;
	}
	df_put_digits(out, digits / power);
	df_put_byte(out, '.');
	int64_t rest = digits % power;
	while ((power /= 10) > 0) df_put_byte(out, (char)('0' + rest / power % 10));
}

/* ---- The configuration. The first wrong setting is noted and fails the load, whatever the start function says. ---- */

static int df_is_refused;

static inline void df_refuse(const char *before, df_text what, const char *after, df_text found) {
	if (df_is_refused) return;
	df_is_refused = 1;
	df_clear(&df_sentence);
	df_put_string(&df_sentence, before);
	df_put_bytes(&df_sentence, what);
	df_put_string(&df_sentence, after);
	df_put_bytes(&df_sentence, found);
	df_fail_bytes(df_content(&df_sentence));
}

/* A setting that is present and not null; else length 0. */
static inline df_json df_setting(df_json config, const char *key) {
	df_json found = df_get(config, key);
	return df_is_null(found) ? (df_json){0, 0} : found;
}

/* The characters of a text, until the next text is read that has escapes. */
static inline df_text df_setting_text(df_json config, const char *key, const char *otherwise) {
	df_json found = df_setting(config, key);
	if (found.length == 0) return df_string(otherwise);
	if (df_is_text(found)) return df_characters(found);
	df_refuse("config.", df_string(key), " must be text, found ", found);
	return df_string(otherwise);
}

static inline double df_setting_number(df_json config, const char *key, double otherwise) {
	df_json found = df_setting(config, key);
	if (found.length == 0) return otherwise;
	if (df_is_number(found)) return df_number(found);
	df_refuse("config.", df_string(key), " must be a number, found ", found);
	return otherwise;
}

/* A whole number between two bounds. */
static inline int64_t df_setting_integer(df_json config, const char *key, int64_t otherwise, int64_t least, int64_t most) {
	df_json found = df_setting(config, key);
	if (found.length == 0) return otherwise;
	double value = df_is_number(found) ? df_number(found) : 0.5;
	if (value >= (double)least && value <= (double)most && (double)(int64_t)value == value) return (int64_t)value;
	df_buffer *bounds = &df_decoded;
	df_clear(bounds);
	df_put_string(bounds, key);
	df_put_string(bounds, " must be a whole number from ");
	df_put_digits(bounds, least);
	df_put_string(bounds, " to ");
	df_put_digits(bounds, most);
	df_refuse("config.", df_content(bounds), ", found ", found);
	return otherwise;
}

/* Notes a key that is none of these, which a null ends. */
static inline void df_only(df_json config, const char *const *keys) {
	df_walk walk = df_into(config);
	df_json name, value;
	while (df_next_member(&walk, &name, &value)) {
		int known = 0;
		for (size_t i = 0; keys[i] != 0; i++) known |= df_reads(name, keys[i]);
		if (known) continue;
		df_text text = df_characters(name);
		df_buffer what = {0};
		df_put_bytes(&what, text);
		df_put_string(&what, " is not a setting of this plugin; it knows ");
		for (size_t i = 0; keys[i] != 0; i++) {
			if (i > 0) df_put_string(&what, ", ");
			df_put_string(&what, keys[i]);
		}
		df_refuse("config.", df_content(&what), "", (df_text){0, 0});
	}
}

/* ---- Roles. Functions return 0, or a negative number after df_fail has said why. ---- */

static df_buffer df_out;

/* The names in here are none that a plugin has. */
#define DF_EACH \
	df_walk df_records = {df_data, df_data + df_length}; \
	df_json df_record; \
	while (df_next(&df_records, &df_record))

#define DF_MAPPED(name, function) \
	DF_EXPORT(name) int32_t df_role_function(const char *df_data, size_t df_length) { \
		df_clear(&df_out); \
		DF_EACH { \
			int df_status = function(df_record, &df_out); \
			if (df_status < 0) return df_status; \
			df_end_record(&df_out); \
		} \
		return df_result(&df_out); \
	}

/* int function(df_json config) */
#define DF_START(function) \
	DF_EXPORT("plugin_init") int32_t df_start(const char *df_data, size_t df_length) { \
		df_walk df_records = {df_data, df_data + df_length}; \
		df_json df_config = {0, 0}; \
		df_next(&df_records, &df_config); \
		df_is_refused = 0; \
		int df_status = function(df_config); \
		return df_is_refused ? -1 : df_status; \
	}

/* int function(void) */
#define DF_STOP(function) \
	DF_EXPORT("plugin_cleanup") int32_t df_stop(void) { return function(); }

/* int function(df_buffer *out): the next records; nothing is the end. */
#define DF_SOURCE(function) \
	DF_EXPORT("read_data") int32_t df_role_function(void) { \
		df_clear(&df_out); \
		int df_status = function(&df_out); \
		df_end_record(&df_out); \
		return df_status < 0 ? df_status : df_result(&df_out); \
	}

/* int function(df_json record, df_buffer *out): any number of records, with df_end_record between them. */
#define DF_PROCESSOR(function) DF_MAPPED("process_data", function)

/* int function(df_json record, df_buffer *out): exactly one record. */
#define DF_TRANSFORMER(function) DF_MAPPED("transform_data", function)

/* int function(df_json record): 1 to keep it, 0 to drop it. */
#define DF_FILTER(function) \
	DF_EXPORT("filter_data") int32_t df_role_function(const char *df_data, size_t df_length) { \
		size_t df_seen = 0, df_kept = 0; \
		df_clear(&df_out); \
		DF_EACH { \
			int df_keep = function(df_record); \
			if (df_keep < 0) return df_keep; \
			if (df_seen++ > 0) df_put_byte(&df_out, '\n'); \
			df_kept += df_keep > 0; \
			df_put_string(&df_out, df_keep > 0 ? "true" : "false"); \
		} \
		return df_kept == df_seen ? 1 : df_kept == 0 ? 0 : df_result(&df_out); \
	}

/* int add(df_json record); int finish(df_buffer *out) */
#define DF_AGGREGATOR(add, finish) \
	DF_EXPORT("aggregate_data") int32_t df_role_function(const char *df_data, size_t df_length) { \
		DF_EACH { \
			int df_status = add(df_record); \
			if (df_status < 0) return df_status; \
		} \
		return 0; \
	} \
	DF_EXPORT("aggregate_result") int32_t df_role_result(void) { \
		df_clear(&df_out); \
		int df_status = finish(&df_out); \
		df_end_record(&df_out); \
		return df_status < 0 ? df_status : df_result(&df_out); \
	}

/* int write(df_json record); int flush(void), at the end of each batch */
#define DF_DESTINATION(write, flush) \
	DF_EXPORT("write_data") int32_t df_role_function(const char *df_data, size_t df_length) { \
		DF_EACH { \
			int df_status = write(df_record); \
			if (df_status < 0) return df_status; \
		} \
		return flush(); \
	}

/* What another instance needs to go on. int save(df_buffer *out), as JSON; int load(df_json state) */
#define DF_STATE(save, load) \
	DF_EXPORT("save_state") int32_t df_save(void) { \
		df_clear(&df_out); \
		int df_status = save(&df_out); \
		return df_status < 0 ? df_status : df_result(&df_out); \
	} \
	DF_EXPORT("load_state") int32_t df_load(const char *df_data, size_t df_length) { \
		df_walk df_records = {df_data, df_data + df_length}; \
		df_json df_saved = {0, 0}; \
		df_next(&df_records, &df_saved); \
		return load(df_saved); \
	}

#endif
