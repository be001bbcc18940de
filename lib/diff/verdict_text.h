/*
 * verdict_text.h - writes a verdict as text for people and as a record.
 */
#ifndef DIFF_VERDICT_TEXT_H
#define DIFF_VERDICT_TEXT_H

#include "base/strs.h"
#include "diff/verdict.h"
#include "file/tsv.h"

/* Add lines to TO: the class and its numbers, the first difference of the
 * trainings, the cause. */
void verdict_text(const struct run_verdict *v, struct strs *to);
/* Fill TO with a row for each output: output, result, recorded, now (digests),
 * detail. */
void verdict_text_table(const struct run_verdict *v, struct tsv *to);
/*
 * Returns all of it as a record; free with json_free:
 *
 *	xp "verdict 1", class, same (1 or 0), ulp (integer) and tolerance
 *	(what was allowed), compared, differing (integers)
 *	outputs		list of {path, result, a, b (digests), detail, ulp
 *			(integer, absent if not only numbers differ), largest}
 *	first		{step, what, text, tensors (list), ulp}; absent without
 *			fingerprints or when all steps are equal
 *	cause		{class, because}; absent when nothing differs
 *	notes		list of text
 */
struct json *verdict_text_json(const struct run_verdict *v);

#endif
