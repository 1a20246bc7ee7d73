/* A destination: writes records to the file `path` of its configuration, one on each line. */
#include "../sdk/plugin.h"

static df_buffer path, batch;
static int begun;

static int start(df_json config) {
	df_put_bytes(&path, df_setting_text(config, "path", "out/records.ndjson"));
	return 0;
}

static int write(df_json record) {
	df_put_bytes(&batch, record);
	df_put_byte(&batch, '\n');
	return 0;
}

/* At the end of each batch. The first replaces the file, those after it are added. */
static int flush(void) {
	df_text file = df_content(&path), lines = df_content(&batch);
	int32_t status = begun ? df_append_file(file, lines) : df_replace_file(file, lines);
	if (status != 0) return df_fail_with("cannot write ", file, "");
	begun = 1;
	df_clear(&batch);
	return 0;
}

DF_START(start)
DF_DESTINATION(write, flush)
