/* An aggregator that adds up the field `amount` by the field `by`, for at most 1,000 names. */
#include "../plugin.h"

static struct {
	df_buffer name;
	double sum;
} totals[1000];
static size_t count;
static df_buffer by;

static int start(df_json config) {
	df_put_bytes(&by, df_setting_text(config, "by", "name"));
	df_put_byte(&by, 0);
	return 0;
}

static int add_to(df_text name, double amount) {
	size_t at = 0, before = count;
	while (at < count && !df_same(df_content(&totals[at].name), name)) at++;
	if (at == 1000) return df_fail("there are more than 1,000 names");
	if (at == before) df_put_bytes(&totals[count++].name, name);
	totals[at].sum += amount;
	return 0;
}

static int add(df_json record) {
	df_json name = df_get(record, by.at), amount = df_get(record, "amount");
	double number = df_is_number(amount) ? df_number(amount) : 0;
	return add_to(df_is_text(name) ? df_characters(name) : df_string(""), number);
}

static int is_before(df_text a, df_text b) {
	for (size_t at = 0; at < a.length && at < b.length; at++)
		if (a.at[at] != b.at[at]) return (unsigned char)a.at[at] < (unsigned char)b.at[at];
	return a.length < b.length;
}

static int finish(df_buffer *out) {
	/* In order of their names. */
	for (size_t i = 1; i < count; i++) {
		for (size_t k = i; k > 0 && is_before(df_content(&totals[k].name), df_content(&totals[k - 1].name)); k--) {
			__typeof__(totals[0]) other = totals[k];
			totals[k] = totals[k - 1];
			totals[k - 1] = other;
		}
	}
	for (size_t i = 0; i < count; i++) {
		df_begin_object(out);
		df_put_key(out, by.at);
		df_put_text(out, df_content(&totals[i].name));
		df_put_key(out, "total");
		df_put_number(out, totals[i].sum);
		df_end_object(out);
		df_end_record(out);
	}
	return 0;
}

static int save(df_buffer *out) {
	df_begin_object(out);
	for (size_t i = 0; i < count; i++) {
		df_put_text(out, df_content(&totals[i].name));
		df_put_byte(out, ':');
		out->needs_comma = 0;
		df_put_number(out, totals[i].sum);
	}
	df_end_object(out);
	return 0;
}

static int load(df_json state) {
	df_walk walk = df_into(state);
	df_json name, sum;
	while (df_next_member(&walk, &name, &sum))
		if (add_to(df_characters(name), df_number(sum)) < 0) return -1;
	return 0;
}

DF_START(start)
DF_AGGREGATOR(add, finish)
DF_STATE(save, load)
