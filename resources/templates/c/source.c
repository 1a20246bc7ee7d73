/* A source: counts up to `count` of its configuration, a record for each number. */
#include "../sdk/plugin.h"

/* Records that are handed over together. */
#define BATCH 1000

static int64_t next = 1, count;

static int start(df_json config) {
	count = df_setting_integer(config, "count", 3, 0, 1000000);
	return 0;
}

/* The next records; nothing at the end. */
static int read(df_buffer *out) {
	for (int i = 0; i < BATCH && next <= count; i++) {
		df_begin_object(out);
		df_put_key(out, "n");
		df_put_integer(out, next++);
		df_end_object(out);
		df_end_record(out);
	}
	return 0;
}

DF_START(start)
DF_SOURCE(read)
