/* A processor in C, without a library: wraps each record with the time at which it was seen. */

typedef unsigned char byte;

__attribute__((import_module("env"), import_name("host_log"))) void host_log(const char *level, int level_length,
                                                                             const char *message, int length);
__attribute__((import_module("env"), import_name("host_get_time"))) long long host_get_time(void);
__attribute__((import_module("env"), import_name("host_set_error"))) void host_set_error(const char *message, int length);

#define MOST 65536
/* A result: its length in four bytes, little-endian, with the bytes behind. */
static struct {
	int length;
	byte bytes[MOST];
} result;

static void put(const char *text, int length) {
	for (int at = 0; at < length; at++) result.bytes[result.length++] = (byte)text[at];
}

static void put_number(long long number) {
	char digits[20];
	int at = 20;
	do digits[--at] = (char)('0' + number % 10);
	while ((number /= 10) > 0);
	put(digits + at, 20 - at);
}

__attribute__((export_name("process_data"))) int process_data(const byte *data, int length) {
	static const char large[] = "the record is too large";
	if (length > MOST - 64) {
		host_set_error(large, sizeof large - 1);
		return -1;
	}
	host_log("info", 4, "one more record", 15);
	result.length = 0;
	put("{\"record\":", 10);
	put((const char *)data, length);
	put(",\"seen_at\":", 11);
	put_number(host_get_time());
	put("}", 1);
	return (int)&result;
}
