/*
 * past.c - see past.h.
 */
#include "sweep/past.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sh.h"
#include "file/path.h"
#include "store/blob.h"
#include "store/object.h"

#define STATE "state.safetensors" /* what xp-train resumes from */

/* Returns the text of J, which it frees, with the working directory CWD. */
static char *key_text(struct json *j, const char *cwd)
{
	struct buf text = { 0 };

	json_set_str(j, "cwd", cwd);
	json_write(j, &text);
	json_free(j);
	return buf_detach(&text);
}

/* The words after "--" of `xp-log run -- COMMAND`, or NULL. */
static struct json *foreign(const struct json *argv)
{
	struct json *list = json_new_list(), *j = json_new();
	const char *word = json_text(json_at(argv, 1));
	size_t i = 2, n = json_len(argv);

	if (!word || strcmp(word, "run"))
		i = n;
	while (i < n && strcmp(json_text(json_at(argv, i)), "--"))
		i++;
	for (i++; i < n; i++)
		json_add_str(list, json_text(json_at(argv, i)));
	json_set_list(j, "argv", list);
	if (json_len(j))
		return j;
	json_free(j);
	return NULL;
}

static char *run_key(const struct json *start)
{
	static const char *const keys[] = { "tool", "operands", "settings" };
	const char *cwd = json_str(start, "cwd_absolute");
	struct json *j = foreign(json_get(start, "argv"));

	if (j)
		return key_text(j, cwd ? cwd : "");
	j = json_new();
	for (size_t i = 0; i < 3; i++)
		if (json_get(start, keys[i]))
			json_set(j, keys[i],
				 json_clone(json_get(start, keys[i])));
	return key_text(j, cwd ? cwd : "");
}

int past_read(struct past *p, const struct store *s, struct err *err)
{
	struct strs ids = { 0 };
	int rc = run_list(s, &ids, err);

	memset(p, 0, sizeof(*p));
	p->store = s;
	p->runs = mem_zero(ids.n + 1, sizeof(*p->runs));
	for (size_t i = 0; i < ids.n && !rc; i++) {
		struct json *start = NULL;
		struct err damaged;

		if (run_record(s, ids.at[i], "start.json", &start, &damaged) ==
		    1)
			p->runs[p->n++] = (struct past_run){ mem_str(ids.at[i]),
							     run_key(start) };
		json_free(start);
	}
	strs_release(&ids);
	return rc;
}

void past_release(struct past *p)
{
	for (size_t i = 0; i < p->n; i++) {
		free(p->runs[i].id);
		free(p->runs[i].key);
	}
	free(p->runs);
	memset(p, 0, sizeof(*p));
}

/* Fills TO with what the command LINE prints.  Returns its wait status, or
 * -1. */
static int output_of(const char *line, struct buf *to)
{
	FILE *f = popen(line, "re");
	char text[4096];
	size_t n;

	if (!f)
		return -1;
	while ((n = fread(text, 1, sizeof(text), f)) > 0)
		buf_add(to, text, n);
	return pclose(f);
}

/* Asks the tool words[0] what the words mean. */
static struct json *ask(const struct strs *words, struct err *err)
{
	struct buf line = { 0 }, answer = { 0 };
	struct json *j = NULL;
	const struct json *operands;
	int status;

	for (size_t i = 0; i < words->n; i++) {
		sh_quote(&line, words->at[i]);
		buf_str(&line, i ? " " : " --print-settings ");
	}
	buf_str(&line, "</dev/null");
	status = output_of(buf_text(&line), &answer);
	if (status)
		err_data(err, "%s does not take this command line",
			 words->at[0]);
	else
		j = json_parse_any(buf_text(&answer), answer.len, err);
	operands = j ? json_get(j, "operands") : NULL;
	if (j && (!operands || !json_len(operands) ||
		  !strcmp(json_text(json_at(operands, 0)), "-"))) {
		err_data(err,
			 "%s would read from standard input, where a shell "
			 "reads the other command lines: name a file",
			 words->at[0]);
		json_free(j);
		j = NULL;
	}
	buf_release(&line);
	buf_release(&answer);
	return j;
}

static struct json *words_list(const struct strs *words)
{
	struct json *list = json_new_list();

	for (size_t i = 0; i < words->n; i++)
		json_add_str(list, words->at[i]);
	return list;
}

char *past_key(const struct strs *words, struct err *err)
{
	const char *slash = strrchr(words->at[0], '/');
	const char *tool = slash ? slash + 1 : words->at[0];
	struct json *j = NULL, *list;
	char *cwd, *key;

	if (!strcmp(tool, "xp-log")) {
		list = words_list(words);
		j = foreign(list);
		json_free(list);
	} else if (!strncmp(tool, "xp-", 3) && !(j = ask(words, err))) {
		return NULL;
	}
	if (!j) {
		err_data(err,
			 "'%s' is not recorded, so nobody knows when it is "
			 "done: begin the command with xp-log run --",
			 words->at[0]);
		return NULL;
	}
	cwd = getcwd(NULL, 0);
	key = key_text(j, cwd ? cwd : "");
	free(cwd);
	return key;
}

/* Tables, settings and weights that the run read are the same today.  Their
 * content is in the store; images, of which only the digest is, are compared
 * with their manifest by whoever reads them. */
static int same_inputs(const struct past *p, const char *id)
{
	char *path = run_path(p->store, id, "inputs");
	struct file_list l = { 0 };
	struct err ignored;
	int same = file_list_read(&l, path, &ignored) == 0;

	for (size_t i = 0; same && i < l.n; i++) {
		const char *name = l.list[i].path;
		struct blob now;

		if (!strcmp(name, "-") || !strncmp(name, ".xp/", 4) ||
		    !object_has(p->store, &l.list[i].digest))
			continue;
		same = blob_look(name, &now, &ignored) == 1 &&
		       digest_same(&now.digest, &l.list[i].digest);
	}
	file_list_release(&l);
	free(path);
	return same;
}

static enum past_state state_of(const struct past *p, const char *id)
{
	struct json *end = NULL;
	struct err ignored;
	enum past_state state = PAST_FAILED;
	char *path = run_path(p->store, id, STATE);

	run_record(p->store, id, "end.json", &end, &ignored);
	switch (run_state_of(p->store, id, end)) {
	case RUN_RUNNING:
		state = PAST_RUNNING;
		break;
	case RUN_DONE:
		state = same_inputs(p, id) ? PAST_DONE : PAST_FAILED;
		break;
	case RUN_STOPPED:
	case RUN_INTERRUPTED:
		if (path_exists(path) && same_inputs(p, id))
			state = PAST_STOPPED;
		break;
	default:
		break;
	}
	json_free(end);
	free(path);
	return state;
}

enum past_state past_find(const struct past *p, const char *key,
			  const char **id)
{
	enum past_state best = PAST_NONE;

	*id = NULL;
	for (size_t i = p->n; i-- > 0 && best != PAST_DONE;) {
		enum past_state state;

		if (strcmp(p->runs[i].key, key))
			continue;
		state = state_of(p, p->runs[i].id);
		if (state > best) {
			best = state;
			*id = p->runs[i].id;
		}
	}
	return best;
}
