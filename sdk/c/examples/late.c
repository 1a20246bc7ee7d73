/* A filter that keeps the records with more than `minutes` of delay. */
#include "../plugin.h"

static double minutes;

static int start(df_json config) {
	minutes = df_setting_number(config, "minutes", 15);
	return 0;
}

static int keep(df_json record) {
	df_json delay = df_get(record, "delay");
	if (delay.length == 0) return df_fail("a record has no delay");
	return df_is_number(delay) && df_number(delay) > minutes;
}

DF_START(start)
DF_FILTER(keep)
