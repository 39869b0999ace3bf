"""The parts of ``python -m benchmarks.nlp``: predictions, scores by the label guide, baselines."""
