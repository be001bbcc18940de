/*
 * member.h - the members of an archive: the files that it contains.
 *
 *	SHA256SUMS		digests of all other members, in the format of
 *				`sha256sum -c`
 *	README			a text that says what the archive is
 *	SIZES			size in bytes and name of each member except
 *				SHA256SUMS
 *	code/NAME/...		the files of the code that runs used
 *	inputs/PLACE		the files that runs read
 *	outputs/PLACE		the files that the last run wrote
 *	outputs.sha256		digests that run.sh's outputs should have
 *	record/...		a store .xp/ with these runs only, their notes
 *				and tags
 *	run.sh			a script that runs the runs again
 *
 * SHA256SUMS is the first member.  The others follow in byte order of their
 * names.  A restore puts the files of inputs/ and outputs/ at their own
 * places, and record/ becomes .xp/.
 *
 * Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_H
#define ARCHIVE_MEMBER_H

#include "base/buf.h"
#include "store/blob.h"

struct member {
	char *name;	  /* name of the member */
	struct blob blob; /* digest, size and kind of the content */
	/* path of a file with the content; NULL: TEXT has it */
	char *from;
	char *text; /* content of the member if FROM is NULL */
};

struct members {
	struct member *list;
	size_t n, cap;
};

/* Add the member NAME to P.  Its content is the file FROM, which BLOB
 * describes, or the N bytes TEXT.  Several members may share a name until
 * member_sort is called. */
void member_file(struct members *p, const char *name, const char *from,
		 const struct blob *blob);
void member_text(struct members *p, const char *name, const void *text,
		 size_t n);

/* Removes all members except the first N. */
void member_cut(struct members *p, size_t n);

/* Sorts the members by name.  If several have the same name, keep only the one
 * that was added last. */
void member_sort(struct members *p);

/* Append the text of SHA256SUMS (member_sums) or of SIZES (member_sizes) to TO.
 * P must be sorted. */
void member_sums(const struct members *p, struct buf *to);
void member_sizes(const struct members *p, struct buf *to);
void member_release(struct members *p);

/* Returns the name of the member for the file at PLACE.  PART is "inputs" or
 * "outputs".  If PLACE is in .xp/, the name begins with record/ instead of
 * PART.  The caller frees it. */
char *member_name(const char *part, const char *place);

/* Returns the place of member NAME, or NULL if no archive may have a member of
 * that name.  The place is a path below the directory of a restored experiment.
 * The caller frees it. */
char *member_place(const char *name);

/* Returns 1 when the archive itself needs PLACE in a restored directory
 * (README, run.sh, .xp/...).  No input or output may be at such a place. */
int member_reserved(const char *place);

#endif
