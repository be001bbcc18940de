/* fsck.c - see fsck.h. */
#include "upkeep/fsck.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "store/store_lock.h"
#include "upkeep/fsck_objects.h"
#include "upkeep/fsck_records.h"

/* Nobody may end a run while records are compared: a store that cannot be
 * locked is read all the same. */
static int check_records(struct fsck_report *f, struct err *err)
{
	struct err ignored = { 0 };
	int hold = store_lock_alone(f->store, &ignored);
	int rc = needs_read(&f->needs, f->store, err);

	if (!rc)
		rc = fsck_records(f, err);
	store_lock_drop(hold);
	return rc;
}

int fsck_check(struct fsck_report *f, const struct store *s, int (*stop)(void),
	       struct err *err)
{
	int rc;

	memset(f, 0, sizeof *f);
	f->store = s;
	rc = check_records(f, err);
	if (!rc)
		rc = fsck_objects(f, stop, err);
	fsck_report_sort(f);
	return rc;
}
