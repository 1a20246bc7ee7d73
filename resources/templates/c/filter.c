/* A filter: keeps the records whose JSON contains the text `contains` of its configuration. */
#include "dataflare.h"

#define MOST_LETTERS 1000
static char wanted[MOST_LETTERS];
static int wanted_length;

EXPORT("plugin_init") int plugin_init(const char *json, int length) {
	(void)json, (void)length;
	wanted_length = config_text("contains", "", wanted, MOST_LETTERS);
	return wanted_length < 0 ? fail("config.contains must be a text of at most 1000 bytes without escapes") : 0;
}

static int same(const char *a, const char *b, int length) {
	for (int at = 0; at < length; at++) {
		if (a[at] != b[at]) return 0;
	}
	return 1;
}

/* 1: the record is kept; 0: it is dropped. */
EXPORT("filter_data") int filter_data(const char *record, int length) {
	for (int at = 0; at + wanted_length <= length; at++) {
		if (same(record + at, wanted, wanted_length)) return 1;
	}
	return 0;
}
