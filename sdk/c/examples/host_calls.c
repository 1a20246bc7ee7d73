/* A processor that asks the host for what each record says: {"do": "read", "path": "a.txt"}. */
#include "../plugin.h"

static df_buffer arguments[4], request, what;
static int used;

/* The characters of a field, kept until the next record. */
static df_text of(df_json record, const char *key) {
	df_json found = df_get(record, key);
	df_buffer *kept = &arguments[used++];
	df_clear(kept);
	if (df_is_text(found)) df_decode(found, kept);
	return df_content(kept);
}

static int32_t send(df_text url, df_text body, df_buffer *out) {
	df_clear(&request);
	df_begin_object(&request);
	df_put_key(&request, "method");
	df_put_text(&request, df_string("POST"));
	df_put_key(&request, "url");
	df_put_text(&request, url);
	df_put_key(&request, "headers");
	df_begin_object(&request);
	df_put_key(&request, "x-test");
	df_put_text(&request, df_string("1"));
	df_end_object(&request);
	df_put_key(&request, "body");
	df_put_text(&request, body);
	df_end_object(&request);
	df_json response;
	int32_t status = df_http(df_content(&request), &response);
	if (status < 0) return status;
	df_begin_object(out);
	df_put_key(out, "status");
	df_put_json(out, df_get(response, "status"));
	df_put_key(out, "type");
	df_put_json(out, df_get(df_get(response, "headers"), "content-type"));
	df_put_key(out, "body");
	df_put_json(out, df_get(response, "body"));
	df_end_object(out);
	return 0;
}

static int process(df_json record, df_buffer *out) {
	used = 0;
	df_clear(&what);
	df_put_bytes(&what, of(record, "do"));
	df_text found = {0, 0};
	int32_t status = 0;
	int answers = 1;
#define IS(word) df_same(df_content(&what), df_string(word))
	if (IS("log")) {
		df_debug("a"), df_info("b"), df_warn("c"), df_error("d");
		answers = 0;
	} else if (IS("time")) {
		df_put_integer(out, host_get_time());
		answers = 0;
	} else if (IS("random")) {
		df_put_number(out, host_random());
		answers = 0;
	} else if (IS("progress")) {
		host_progress(3, 10);
		answers = 0;
	} else if (IS("config")) {
		status = df_get_config(of(record, "key"), &found);
	} else if (IS("env")) {
		status = df_get_env(of(record, "key"), &found);
	} else if (IS("read")) {
		status = df_read_file(of(record, "path"), 1, 1024, &found);
	} else if (IS("list")) {
		status = df_list_dir(of(record, "path"), &found);
	} else if (IS("get")) {
		status = df_get_state(of(record, "key"), &found);
	} else if (IS("replace") || IS("append")) {
		df_text path = of(record, "path"), text = of(record, "text");
		status = IS("append") ? df_append_file(path, text) : df_replace_file(path, text);
		answers = 0;
	} else if (IS("set")) {
		df_text key = of(record, "key"), text = of(record, "text");
		status = df_set_state(key, text);
		answers = 0;
	} else if (IS("http")) {
		df_text url = of(record, "url"), text = of(record, "text");
		status = send(url, text, out);
		answers = 0;
	} else {
		return df_fail_with("there is nothing called ", df_content(&what), "");
	}
	if (status < 0) {
		df_put_string(&what, ": ");
		df_put_string(&what, df_explain(status));
		return df_fail_with("cannot ", df_content(&what), "");
	}
	if (!answers) return 0;
	if (found.at == 0) df_put_null(out);
	else df_put_text(out, found);
	return 0;
}

DF_PROCESSOR(process)
