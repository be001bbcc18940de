/*
 * member_path.h - names of files in an archive and in a restored experiment.
 *
 * A recorded path is what a user wrote, so it may have any form.  The place of
 * a path is a clean relative path below the restored directory.  The member
 * name of a path is its place in printable ASCII.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_PATH_H
#define ARCHIVE_MEMBER_PATH_H

/*
 * Returns the place of PATH, a file that run ID read or wrote.  A restore puts
 * the file there.  CWD is the run's working directory, as a path below the
 * restored directory.  If CWD is "", the run's working directory is the
 * restored directory itself, the top.
 *
 *	raw//a.tif		CWD/raw/a.tif
 *	/data/a.tif		CWD/outside/root/data/a.tif
 *	../a.tif		a.tif beside CWD, or CWD/outside/up/a.tif if CWD
 *				is the top
 *	.xp/run/NAME		.xp/runs/ID/NAME
 *	.xp/...			.xp/..., whatever CWD is
 *
 * The caller frees the result.
 */
char *member_path(const char *cwd, const char *id, const char *path);

/* Returns the part "ID/NAME" of PATH if PATH is .xp/runs/ID/NAME, and NULL for
 * any other path.  The result points into PATH; do not free it. */
const char *member_path_in_runs(const char *path);

/* Returns PLACE in printable ASCII.  '%', '\' and each byte that is not
 * printable ASCII become %XX.  The caller frees it. */
char *member_path_encode(const char *place);

/* Returns the place for which member_path_encode returns NAME, or NULL if there
 * is none.  The caller frees it. */
char *member_path_decode(const char *name);

/* Returns 1 when PLACE cannot lead out of the directory in which it is looked
 * up.  Such a place is relative.  None of its components is empty, "." or "..".
 * It has no control character. */
int member_path_is_safe(const char *place);

/* Returns 1 when git might take a component of PLACE for its own directory
 * ".git".  The case of the letters does not matter.  Spellings that some file
 * systems take for ".git" count, too. */
int member_path_is_git(const char *place);

/* Returns 1 when a component of PLACE is known as a file or directory from
 * which a shell, an editor or an interpreter runs commands, such as ".envrc" or
 * ".vscode". */
int member_path_is_active(const char *place);

#endif
