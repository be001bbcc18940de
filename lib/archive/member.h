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
	char *name;	  /* path in the archive */
	struct blob blob; /* digest, size and kind of the content */
	/* file with the content, or NULL */
	char *from;
	char *text; /* the content if FROM is NULL */
};

struct members {
	struct member *list;
	size_t n, cap;
};

/* Adds the member NAME, whose content is the file FROM, which BLOB
 * describes. */
void member_file(struct members *p, const char *name, const char *from,
		 const struct blob *blob);

/* Adds the member NAME, whose content is the N bytes TEXT.  Several members may
 * have one name until member_sort is called. */
void member_text(struct members *p, const char *name, const void *text,
		 size_t n);

/* Removes all members except the first N. */
void member_cut(struct members *p, size_t n);

/* Sorts the members by name.  Of members with one name, the one added last
 * stays. */
void member_sort(struct members *p);

/* Append the text of SHA256SUMS and of SIZES.  P is sorted. */
void member_sums(const struct members *p, struct buf *to);
void member_sizes(const struct members *p, struct buf *to);
void member_release(struct members *p);

/* Returns the name of the member for the file at PLACE: PART/PLACE, where PART
 * is "inputs" or "outputs", or, if PLACE is in .xp/, a name in record/.  The
 * caller frees it. */
char *member_name(const char *part, const char *place);

/* Returns the place of member NAME, a path below the restored directory, or
 * NULL if no archive may have such a member.  The caller frees it. */
char *member_place(const char *name);

/* Returns 1 if the archive itself needs PLACE (README, run.sh, .xp/...), so
 * that no input or output may be there. */
int member_reserved(const char *place);

#endif
