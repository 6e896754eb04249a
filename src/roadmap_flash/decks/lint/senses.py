"""Words that mean different things in different fields, and the words that say which is meant."""

from __future__ import annotations

import re

from roadmap_flash.decks.lint.prose import Prose

_SENSES = {
    "adapter": "pattern class interface object lora fine-?tun model weight network transformer",
    "attention": "transformer head token query key model sequence network",
    "bias": "variance neuron weight unit estimator sample intercept model fair data predict statistic layer",
    "drift": "data concept model feature distribution label predict terraform state configuration infrastructure",
    "embedding": "vector word token text model similarity search dimension",
    "ensemble": "model tree bagging boosting learner classifier predict",
    "factory": "pattern class object method",
    "kernel": "svm convolution filter image matrix linux operating system process user gpu cuda linear smooth "
    "container driver file read syscall page module boot mode memory",
    "normalization": "batch layer database table form text feature data unicode vector relation network scal",
    "partition": "table kafka topic disk network data set key quicksort graph spark statefulset filesystem mount hive",
    "pooling": "connection layer convolution max average thread feature network",
    "precision": "recall classif positive predict float decimal digit bit number significant model threshold statistic",
    "proxy": "pattern object server http request reverse forward client network metric nginx load",
    "pruning": "tree weight network model alpha docker image branch git node search neural partition plan",
    "recall": "precision classif positive predict model retriev search threshold document class memor statistic metric",
    "regression": "linear logistic model test predict fit variable data feature bug classif",
    "sampling": "token temperature top bootstrap distribution survey population data rate signal class monte markov",
    "sharding": "database shard key data model weight gpu table index",
    "strategy": "pattern class merge git deploy release rollout update game algorithm retry rebase behavio",
    "tokenization": "text word llm model byte card payment nlp language vocabulary",
    "transformer": "model attention llm encoder decoder scikit estimator electric network fit",
}
_BEFORE = "a an the of in by with from for to between and or than through after before during does do is are was can"
_WORD = re.compile(rf"(?:^|\b(?:{_BEFORE.replace(' ', '|')}) )({'|'.join(_SENSES)})s?\b(?![-/])")
_CONTEXTS = {word: re.compile(rf"\b(?:{context.replace(' ', '|')})") for word, context in _SENSES.items()}


def senseless(text: Prose) -> str:
    """The first word that could mean several things, with nothing in the text to say which; "" if there is none.

    A word that another one qualifies ("logistic regression", "the reverse proxy") has its context.
    """
    return next((word for word in _WORD.findall(text.lower) if not _CONTEXTS[word].search(text.text.lower())), "")
