"""Measures a detector written in Python: CPU time and redacted texts.

Reads {"texts": [...], "seconds": n} from standard input, writes {"figures": [MB/s, ...], "redacted": [...]}.
Usage: measure.py presidio|jionlp
"""

import json
import sys
import time


def presidio():
    """The analyzer with its pattern recognisers, without a language model, with the telephone regions CN and US."""
    import spacy
    import tldextract
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import PhoneRecognizer

    # The list of domains that comes with the package; none is fetched.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())

    class Blank(SpacyNlpEngine):
        """Cuts words, which the analyzer needs to see the context, and nothing else."""

        def __init__(self):
            super().__init__(models=[{"lang_code": "en", "model_name": "blank"}])
            self.nlp = {"en": spacy.blank("en")}

        def load(self):
            pass

    registry = RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"])
    registry.recognizers = [
        each
        for each in registry.recognizers
        if type(each).__name__ not in ("SpacyRecognizer", "PhoneRecognizer")
    ]
    registry.add_recognizer(PhoneRecognizer(supported_regions=("CN", "US"), supported_language="en"))
    engine = AnalyzerEngine(registry=registry, nlp_engine=Blank(), supported_languages=["en"])

    def spans(text):
        for found in engine.analyze(text, language="en", score_threshold=0.4):
            yield found.start, found.end

    return spans


def jionlp():
    """The extractors of numbers and addresses of mail."""
    import jionlp as jio

    extractors = [
        jio.extract_email,
        jio.extract_id_card,
        jio.extract_phone_number,
        jio.extract_ip_address,
        jio.extract_motor_vehicle_licence_plate,
    ]

    def spans(text):
        for extract in extractors:
            for found in extract(text, detail=True):
                yield tuple(found["offset"])

    return spans


def redact(text, spans):
    merged = []
    for start, end in sorted(spans(text)):
        if merged and start < merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    for start, end in reversed(merged):
        text = text[:start] + "[X]" + text[end:]
    return text


def main():
    sys.stdout, answer = sys.stderr, sys.stdout
    spans = {"presidio": presidio, "jionlp": jionlp}[sys.argv[1]]()
    task = json.load(sys.stdin)
    texts = task["texts"]
    figures = []
    redacted = None
    for _ in range(3):
        done = []
        size = 0
        began = time.process_time()
        for text in texts:
            done.append(redact(text, spans))
            size += len(text.encode())
            if time.process_time() - began > task["seconds"]:
                break
        figures.append(size / 1e6 / max(time.process_time() - began, 1e-9))
        redacted = done
    json.dump({"figures": figures, "redacted": redacted}, answer)


main()
