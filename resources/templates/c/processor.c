/* A processor: any number of records for each. Of `every` records this one passes on the first. */
#include "../sdk/plugin.h"

static int64_t every, seen;

static int start(df_json config) {
	every = df_setting_integer(config, "every", 2, 1, 1000000);
	return 0;
}

/* Writes what comes of one record, with df_end_record between two. */
static int process(df_json record, df_buffer *out) {
	if (seen == 0) df_put_json(out, record);
	seen = (seen + 1) % every;
	return 0;
}

DF_START(start)
DF_PROCESSOR(process)
