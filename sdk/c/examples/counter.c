/* A source that counts to `count`, some records at a time, and can be taken up again where it was. */
#include "../plugin.h"

static int64_t next = 1, count;

static int start(df_json config) {
	df_only(config, (const char *const[]){"count", 0});
	count = df_setting_integer(config, "count", 3, 0, 1000000);
	return 0;
}

static int read(df_buffer *out) {
	for (int i = 0; i < 1000 && next <= count; i++) {
		df_begin_object(out);
		df_put_key(out, "n");
		df_put_integer(out, next++);
		df_end_object(out);
		df_end_record(out);
	}
	host_progress(next - 1, count);
	return 0;
}

static int save(df_buffer *out) {
	df_begin_object(out);
	df_put_key(out, "next");
	df_put_integer(out, next);
	df_end_object(out);
	return 0;
}

static int load(df_json state) {
	df_json found = df_get(state, "next");
	if (!df_is_number(found)) return df_fail("there is no number \"next\" in it");
	next = (int64_t)df_number(found);
	return 0;
}

DF_START(start)
DF_SOURCE(read)
DF_STATE(save, load)
