"""What must hold, measured: ratios from interleaved rounds, printed with the aim each has to meet."""
