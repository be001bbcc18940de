/* offer.c - see offer.h. */
#include "remote/offer.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Adds the file NAME and its length, so that no two sets of files look the
 * same. */
static int add_file(struct hash *h, const struct store *s, const char *id,
		    const char *name, struct err *err)
{
	char *path = mem_printf("runs/%s/%s", id, name);
	struct buf b = { 0 };
	int rc = store_read(s, path, &b, err);
	char *head = mem_printf("%s %zu\n", name, b.len);

	digest_add(h, head, strlen(head));
	digest_add(h, buf_text(&b), b.len);
	buf_release(&b);
	free(head);
	free(path);
	return rc;
}

int offer_digest(struct digest *d, const struct store *s, const char *id,
		 struct err *err)
{
	struct hash *h = digest_new();
	int rc = add_file(h, s, id, "end.json", err);

	if (rc > 0)
		rc = add_file(h, s, id, "start.json", err);
	if (rc > 0)
		rc = add_file(h, s, id, "note", err) < 0 ? -1 : 1;
	digest_end(h, d);
	return rc;
}
