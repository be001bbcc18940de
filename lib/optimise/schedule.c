/*
 * schedule.c - see schedule.h.
 */
#include "optimise/schedule.h"

#include <inttypes.h>
#include <math.h>
#include <stddef.h>

#include "base/calc.h"

#define BETTER (1 - 1e-4) /* times the best loss: a better one */

const char *const schedule_names[] = { "constant", "cosine", "step", "plateau",
				       NULL };

int schedule_check(const struct schedule *s, struct err *err)
{
	if (s->kind == SCHEDULE_STEP && !s->every)
		return err_usage(err, "--schedule=step needs --lr-every, the "
				      "steps between two cuts");
	if (s->kind != SCHEDULE_STEP && s->every)
		return err_usage(err, "--lr-every needs --schedule=step");
	if (s->end > s->lr)
		return err_usage(err, "--lr-end %g is above --lr %g", s->end,
				 s->lr);
	if (s->end > 0 && s->kind == SCHEDULE_CONSTANT)
		return err_usage(err, "--lr-end needs a --schedule other than "
				      "constant");
	if (s->steps && s->warmup >= s->steps)
		return err_usage(err,
				 "--warmup %" PRIu64
				 " leaves nothing of %" PRIu64 " steps",
				 s->warmup, s->steps);
	return 0;
}

int schedule_varies(const struct schedule *s)
{
	return s->kind != SCHEDULE_CONSTANT || s->warmup;
}

double schedule_rate(const struct schedule *s, const struct schedule_seen *seen,
		     uint64_t step)
{
	uint64_t cuts = s->kind == SCHEDULE_STEP    ? step / s->every :
			s->kind == SCHEDULE_PLATEAU ? seen->cuts :
						      0;
	double part;

	if (step < s->warmup)
		return s->lr * (double)(step + 1) / (double)s->warmup;
	if (s->kind != SCHEDULE_COSINE)
		return cuts ? fmax(s->lr * calc_power(s->factor, cuts),
				   s->end) :
			      s->lr;
	part = (double)(step - s->warmup) / (double)(s->steps - s->warmup);
	return s->end + (s->lr - s->end) * (1 + calc_cos_turns(part / 2)) / 2;
}

int schedule_validated(const struct schedule *s, struct schedule_seen *seen,
		       double loss)
{
	if (s->kind != SCHEDULE_PLATEAU)
		return 0;
	if (!seen->seen++ || loss < seen->best * BETTER) {
		seen->best = loss;
		seen->stale = 0;
		return 0;
	}
	if (++seen->stale <= s->patience)
		return 0;
	seen->stale = 0;
	seen->cuts++;
	return 1;
}
