/*
 * member.h - the files that make up an archived experiment.
 *
 *	SHA256SUMS		digests of all other members, in the format of
 *				`sha256sum -c`
 *	README			what this is
 *	SIZES			size in bytes and name of each member except
 *				SHA256SUMS
 *	code/COMMIT/...		the work tree as it was
 *	inputs/PLACE		what the runs read
 *	outputs/PLACE		what the run wrote
 *	outputs.sha256		expected digests of run.sh's outputs
 *	record/...		the store .xp/ of these runs alone, with their
 *				notes and tags
 *	run.sh			runs all of it again
 *
 * Members are in byte order of their names, with SHA256SUMS first.  When an
 * experiment is restored, the files of inputs/ and outputs/ go to their own
 * places and record/ becomes .xp/.  Inside lib/archive only.
 */
#ifndef ARCHIVE_MEMBER_H
#define ARCHIVE_MEMBER_H

#include "base/buf.h"
#include "store/blob.h"

struct member {
	char *name;	  /* of the member */
	struct blob blob; /* digest, size and kind of its content */
	char *from;	  /* the file with its content, or NULL: see TEXT */
	char *text;	  /* its content if FROM is NULL */
};

struct members {
	struct member *list;
	size_t n, cap;
};

/* Add a member whose content is the file FROM, or the N bytes TEXT.  A later
 * member of the same name replaces an earlier one (member_sort). */
void member_file(struct members *p, const char *name, const char *from,
		 const struct blob *blob);
void member_text(struct members *p, const char *name, const void *text,
		 size_t n);
/* Drop all members but the first N. */
void member_cut(struct members *p, size_t n);
/* Sort the members by name; of several with one name keep the one added
 * last. */
void member_sort(struct members *p);
/* Append the text of SHA256SUMS, and of SIZES, to TO.  P must be sorted. */
void member_sums(const struct members *p, struct buf *to);
void member_sizes(const struct members *p, struct buf *to);
void member_release(struct members *p);

/* Returns the member name of PLACE in PART ("inputs", "outputs"); a place in
 * .xp/ is in record/, whatever PART is.  The caller frees it. */
char *member_name(const char *part, const char *place);
/* Returns the path of the member NAME below the directory of a restored
 * experiment, or NULL if no archive may have a member of that name.  The caller
 * frees it. */
char *member_place(const char *name);
/* Returns 1 when PLACE, in a restored directory, belongs to the archive itself
 * (README, run.sh, .xp/...), so that no input or output may be there. */
int member_reserved(const char *place);

#endif
