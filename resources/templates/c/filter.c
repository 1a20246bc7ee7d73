/* A filter: keeps the records whose JSON contains the text `contains` of its configuration. */
#include "../sdk/plugin.h"

static df_buffer wanted;

static int start(df_json config) {
	df_put_bytes(&wanted, df_setting_text(config, "contains", ""));
	return 0;
}

/* 1: the record is kept; 0: it is dropped. df_get(record, "city") is one of its fields. */
static int keep(df_json record) {
	for (size_t at = 0; at + wanted.length <= record.length; at++)
		if (df_same((df_text){record.at + at, wanted.length}, df_content(&wanted))) return 1;
	return 0;
}

DF_START(start)
DF_FILTER(keep)
