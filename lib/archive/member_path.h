/*
 * member_path.h - names of files in an archive and in a restored experiment.
 *
 * A recorded path may have any form, as the user wrote it.  Its place is a
 * clean path below the restored directory.  Its member name is the place in
 * printable ASCII.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_PATH_H
#define ARCHIVE_MEMBER_PATH_H

/*
 * Returns the place of PATH, a file that run ID read or wrote in CWD, its
 * working directory below the restored directory ("": that itself).
 *
 *	raw//a.tif		CWD/raw/a.tif
 *	/data/a.tif		CWD/outside/root/data/a.tif
 *	../a.tif		a.tif beside CWD; outside/up/a.tif if CWD is ""
 *	.xp/run/NAME		.xp/runs/ID/NAME
 *	.xp/...			.xp/...
 *
 * The caller frees it.
 */
char *member_path(const char *cwd, const char *id, const char *path);

/* Returns the part ID/NAME of PATH, .xp/runs/ID/NAME, or NULL for any other
 * PATH. The result points into PATH. */
const char *member_path_in_runs(const char *path);

/* Returns PLACE with '%', '\' and bytes that are not printable ASCII as %XX.
 * The caller frees it. */
char *member_path_encode(const char *place);

/* Returns the place whose encoded form is NAME, or NULL.  The caller frees
 * it. */
char *member_path_decode(const char *name);

/* Returns 1 if PLACE cannot lead out of its directory: it is relative and not
 * too long, no component is empty, "." or "..", and there is no control
 * character. */
int member_path_is_safe(const char *place);

/* Returns 1 if git might take a component of PLACE for its directory ".git": in
 * any case of the letters, or as some file systems spell it. */
int member_path_is_git(const char *place);

/* Returns 1 if a shell, an editor or an interpreter would run commands from a
 * component of PLACE, such as ".envrc" or ".vscode". */
int member_path_is_active(const char *place);

#endif
