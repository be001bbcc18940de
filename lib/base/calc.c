/*
 * calc.c - see calc.h.
 *
 * Each function reduces its argument, then sums a power series from the
 * smallest term to the largest (Abramowitz and Stegun 1964, 4.1.27, 4.2.1,
 * 4.3.65 and 4.3.66).  A series ends where the next term is below 2^-56 of the
 * sum.
 */
#include "base/calc.h"

#include <math.h>
#include <stddef.h>

/* log(2) as a sum.  LN2_HIGH has its first 33 bits, so that its multiples up to
 * 2^20 are exact; LN2_LOW is the rest. */
#define LN2_HIGH 0x1.62e42fee00000p-1
#define LN2_LOW 0x1.a39ef35793c76p-33
#define LOG2_E 1.44269504088896340736
#define LOG10_E 0.43429448190325182765
#define LOG10_2 0.30102999566398119521
#define TWO_PI 6.28318530717958647693

/* Splits X, which is finite and above 0, into M 2^K with M from sqrt(1/2) to
 * sqrt(2).  Returns M. */
static double split(double x, int *k)
{
	double m = frexp(x, k);

	if (m < M_SQRT1_2) {
		m *= 2;
		--*k;
	}
	return m;
}

/* Returns log(1 + f), where 1 + f is from sqrt(1/2) to sqrt(2).  With s = f /
 * (2 + f), the logarithm is 2 (s + s^3/3 + s^5/5 + ...), and 2 s = f - s f. */
static double log_near_1(double f)
{
	static const double term[] = { 2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17,
				       2.0 / 15, 2.0 / 13, 2.0 / 11, 2.0 / 9,
				       2.0 / 7,	 2.0 / 5,  2.0 / 3 };
	double s = f / (2 + f), z = s * s, sum = 0;

	for (size_t i = 0; i < sizeof(term) / sizeof(*term); i++)
		sum = sum * z + term[i];
	return f - s * (f - z * sum);
}

/* Returns 1 if X has no finite logarithm. */
static int is_special(double x)
{
	return !(x > 0) || isinf(x);
}

static double special(double x)
{
	if (x == 0)
		return -INFINITY;
	return x > 0 ? x : NAN;
}

double calc_log(double x)
{
	double m;
	int k;

	if (is_special(x))
		return special(x);
	m = log_near_1(split(x, &k) - 1);
	return k * LN2_HIGH + (m + k * LN2_LOW);
}

double calc_log2(double x)
{
	double m;
	int k;

	if (is_special(x))
		return special(x);
	m = log_near_1(split(x, &k) - 1);
	return k + m * LOG2_E;
}

/* Returns 10^N, which is exact for N up to 22. */
static double ten_to(int n)
{
	double x = 1;

	while (n-- > 0)
		x *= 10;
	return x;
}

double calc_log10(double x)
{
	double m, y;
	int k;

	if (is_special(x))
		return special(x);
	m = log_near_1(split(x, &k) - 1);
	y = k * LOG10_2 + m * LOG10_E;
	if (x >= 1 && x <= 1e22 && ten_to((int)rint(y)) == x)
		return rint(y);
	return y;
}

double calc_exp(double x)
{
	double k = rint(x * LOG2_E), r, sum = 1;

	if (isnan(x))
		return x;
	if (x > 710)
		return INFINITY;
	if (x < -746)
		return 0;
	r = x - k * LN2_HIGH - k * LN2_LOW;
	for (int n = 14; n > 1; n--)
		sum = 1 + r * sum / n;
	return ldexp(1 + r * sum, (int)k);
}

double calc_power(double x, uint64_t n)
{
	double y = 1;

	for (; n; n >>= 1, x *= x)
		if (n & 1)
			y *= x;
	return y;
}

/* Returns sin(y) for an angle from -pi/4 to pi/4. */
static double sine(double y)
{
	double z = y * y, sum = 0;

	for (int n = 17; n > 1; n -= 2)
		sum = (1 + sum) * z / (-n * (n - 1));
	return y + y * sum;
}

static double cosine(double y)
{
	double z = y * y, sum = 0;

	for (int n = 18; n > 2; n -= 2)
		sum = (1 + sum) * z / (-n * (n - 1));
	/* z / 2 is the largest term after 1; computing it is exact but for one
	 * rounding. */
	return 1 - (z / 2 + z / 2 * sum);
}

/* Returns the sine of X turns plus QUARTERS quarter turns. */
static double sine_of(double x, int quarters)
{
	double n = rint(4 * x), y = (x - n / 4) * TWO_PI;
	double q = n + quarters;

	switch ((int)(q - 4 * floor(q / 4))) {
	case 0:
		return sine(y);
	case 1:
		return cosine(y);
	case 2:
		return -sine(y);
	default:
		return -cosine(y);
	}
}

double calc_sin_turns(double x)
{
	return sine_of(x, 0);
}

double calc_cos_turns(double x)
{
	return sine_of(x, 1);
}
