/* A transformer: one record for each, in order. This one numbers them, from `first` of its configuration on. */
#include "dataflare.h"

static int number = 1;

EXPORT("plugin_init") int plugin_init(const char *json, int length) {
	(void)json, (void)length;
	number = config_number("first", 1, 1000000);
	return number < 0 ? fail("config.first must be a whole number from 0 to 1000000") : 0;
}

EXPORT("transform_data") int transform_data(const char *record, int length) {
	result.length = 0;
	put_text("{\"number\":");
	put_number((unsigned)number++);
	put_text(",\"record\":");
	if (!put(record, length) || !put_text("}")) return fail("the record is too large");
	return answer();
}
