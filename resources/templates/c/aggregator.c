/* An aggregator: few records for many. This one counts them, under the name `as` of its configuration. */
#include "dataflare.h"

#define MOST_LETTERS 200
static char name[MOST_LETTERS];
static int name_length;
static unsigned count = 0;

EXPORT("plugin_init") int plugin_init(const char *json, int length) {
	(void)json, (void)length;
	name_length = config_text("as", "records", name, MOST_LETTERS);
	return name_length < 0 ? fail("config.as must be a text of at most 200 bytes without escapes") : 0;
}

EXPORT("aggregate_data") int aggregate_data(const char *record, int length) {
	(void)record, (void)length;
	count++;
	return 0;
}

/* Called once, after the last record. */
EXPORT("aggregate_result") int aggregate_result(void) {
	result.length = 0;
	put_text("{\"");
	put(name, name_length);
	put_text("\":");
	put_number(count);
	put_text("}");
	return answer();
}
