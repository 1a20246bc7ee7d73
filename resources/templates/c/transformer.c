/* A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on. */
#include "../sdk/plugin.h"

static int64_t number;

static int start(df_json config) {
	number = df_setting_integer(config, "first", 1, 0, 1000000);
	return 0;
}

static int transform(df_json record, df_buffer *out) {
	df_begin_object(out);
	df_put_key(out, "number");
	df_put_integer(out, number++);
	df_put_key(out, "record");
	df_put_json(out, record);
	df_end_object(out);
	return 0;
}

DF_START(start)
DF_TRANSFORMER(transform)
