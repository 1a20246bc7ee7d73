/* A destination: writes records to the file `path` of its configuration, one on each line. */
#include "dataflare.h"

#define MOST_LETTERS 1000
static char path[MOST_LETTERS];
static int path_length;
static int begun = 0;

EXPORT("plugin_init") int plugin_init(const char *json, int length) {
	(void)json, (void)length;
	path_length = config_text("path", "out/records.ndjson", path, MOST_LETTERS);
	return path_length < 0 ? fail("config.path must be a text of at most 1000 bytes without escapes") : 0;
}

/* The first record replaces the file, those after it are added. */
EXPORT("write_data") int write_data(const char *record, int length) {
	result.length = 0;
	if (!put(record, length) || !put_text("\n")) return fail("the record is too large");
	int status = host_write_file(path, path_length, result.bytes, result.length, begun);
	if (status < 0) return fail("the file could not be written");
	begun = 1;
	return 0;
}
