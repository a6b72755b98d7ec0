/* For tests only: numpy takes complex numbers apart by functions that Wine 8's C runtime lacks. All
 * others are Wine's own, which this one stands before and forwards to (windows.py writes the list).
 * As on Windows, 16 bytes come by their address and 8 bytes in a register. */
typedef struct {
    double real, imaginary;
} number;

typedef union {
    unsigned long long passed;
    struct {
        float real, imaginary;
    } as;
} small_number;

double creal(number *z) { return z->real; }
double creall(number *z) { return z->real; }
double cimag(number *z) { return z->imaginary; }
double cimagl(number *z) { return z->imaginary; }
float crealf(small_number z) { return z.as.real; }
float cimagf(small_number z) { return z.as.imaginary; }
