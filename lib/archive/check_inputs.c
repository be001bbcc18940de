/* check_inputs.c - see check_inputs.h. */
#include "archive/check_inputs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "archive/provenance.h"
#include "base/mem.h"
#include "run/run_id.h"
#include "store/blob.h"

static int judge(const char *at, const struct run *r, const struct digest *want,
		 enum check_inputs_state *state, struct err *err)
{
	struct blob blob;
	struct stat st;
	int rc = blob_look(at, &blob, err);

	if (rc < 0)
		return -1;
	if (rc == 0)
		*state = CHECK_INPUTS_GONE;
	else if (digest_same(&blob.digest, want))
		*state = CHECK_INPUTS_SAME;
	else if (stat(at, &st) == 0 &&
		 (long long)st.st_mtime < run_id_time(r->id) / 1000)
		*state = CHECK_INPUTS_UNTIMELY;
	else
		*state = CHECK_INPUTS_CHANGED;
	return 0;
}

int check_inputs(struct check_inputs *k, const struct store *s,
		 const struct run *r, struct err *err)
{
	struct provenance c;
	int rc;

	memset(k, 0, sizeof *k);
	rc = provenance_read(&c, s, r->id, 1, err);
	for (size_t i = 0; !rc && i < r->inputs.n; i++) {
		const char *path = r->inputs.list[i].path;
		char *at;

		/* What came by a pipe is nowhere now. */
		if (!strcmp(path, "-"))
			path = json_str(r->start, "stdin");
		if (!path || !*path)
			continue;
		at = provenance_path(&c, c.n - 1, path);
		k->list = mem_grow(k->list, k->n + 1, sizeof *k->list);
		rc = judge(at, r, &r->inputs.list[i].digest,
			   &k->list[k->n].state, err);
		free(at);
		if (rc)
			break;
		k->list[k->n].path = mem_str(path);
		k->gone += k->list[k->n].state == CHECK_INPUTS_GONE;
		k->changed += k->list[k->n].state == CHECK_INPUTS_CHANGED ||
			      k->list[k->n].state == CHECK_INPUTS_UNTIMELY;
		k->n++;
	}
	provenance_release(&c);
	return rc;
}

const char *check_inputs_name(enum check_inputs_state state)
{
	static const char *const names[] = {
		[CHECK_INPUTS_SAME] = "same",
		[CHECK_INPUTS_CHANGED] = "changed",
		[CHECK_INPUTS_UNTIMELY] = "changed, although its time says not",
		[CHECK_INPUTS_GONE] = "gone",
	};

	return names[state];
}

void check_inputs_release(struct check_inputs *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->list[i].path);
	free(k->list);
	memset(k, 0, sizeof *k);
}
