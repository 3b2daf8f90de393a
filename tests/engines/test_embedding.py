"""Sentences as vectors by an encoder laid out as multilingual-e5 is."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tokenizers
import torch
import transformers
from tokenizers import models, pre_tokenizers, processors, trainers

from briefgen.engines.embedding import PREFIX, EncoderEmbedder
from briefgen.errors import CheckpointError
from tests.checkpoints import lines

SHAPE: dict[str, Any] = {
    "hidden_size": 16,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "intermediate_size": 32,
}


def encoder(folder: Path, kind: str = "bert") -> Path:
    """As intfloat/multilingual-e5-small: XLM-RoBERTa's tokenizer, whatever the model is."""
    tokenizer = tokenizers.Tokenizer(models.BPE(unk_token="<unk>"))  # noqa: S106
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    special = ["<s>", "<pad>", "</s>", "<unk>"]
    tokenizer.train_from_iterator(
        lines(), trainers.BpeTrainer(vocab_size=300, special_tokens=special, show_progress=False)
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    config_class, model_class = {
        "bert": (transformers.BertConfig, transformers.BertModel),
        "xlm-roberta": (transformers.XLMRobertaConfig, transformers.XLMRobertaModel),
    }[kind]
    config = config_class(
        vocab_size=tokenizer.get_vocab_size(), max_position_embeddings=40, pad_token_id=1, **SHAPE
    )
    torch.manual_seed(3)
    model_class(config).save_pretrained(folder)
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


@pytest.fixture(scope="module", params=["bert", "xlm-roberta"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return encoder(tmp_path_factory.mktemp("encoder"), request.param)


def test_a_vector_is_the_mean_state_of_the_tokens_at_length_one(folder: Path) -> None:
    text = "Snow is expected."
    (vector,) = EncoderEmbedder(folder, id="tiny", device="cpu").embed([text])
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    model = transformers.AutoModel.from_pretrained(folder).eval()
    with torch.inference_mode():
        states = model(input_ids=torch.tensor([tokenizer.encode(PREFIX + text).ids]))[0][0]
    mean = states.mean(dim=0).numpy()
    assert np.allclose(vector, mean / np.linalg.norm(mean), atol=1e-5)


def test_company_changes_no_vector_and_no_order(folder: Path) -> None:
    embedder = EncoderEmbedder(folder, id="tiny", device="cpu")
    texts = [*lines()][:20] * 2 + ["No."]  # two batches, several lengths
    together = embedder.embed(texts)
    assert together.shape == (41, 16)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place in (0, 7, 40):
        assert np.allclose(together[place], embedder.embed([texts[place]])[0], atol=1e-5)


def test_a_text_longer_than_the_model_reads_is_cut(folder: Path) -> None:
    (vector,) = EncoderEmbedder(folder, id="tiny", device="cpu").embed(["snow " * 500])
    assert np.isfinite(vector).all()


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_what_is_missing_is_named(tmp_path: Path, name: str) -> None:
    (encoder(tmp_path) / name).unlink()
    with pytest.raises(CheckpointError, match=f"tiny: .* has no {name}"):
        EncoderEmbedder(tmp_path, id="tiny", device="cpu")


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
def test_what_is_damaged_is_refused(tmp_path: Path, name: str) -> None:
    (encoder(tmp_path) / name).write_text("[")
    with pytest.raises(CheckpointError, match=r"^tiny: .*(damaged|cannot be read|no encoder)"):
        EncoderEmbedder(tmp_path, id="tiny", device="cpu")


def test_another_kind_of_model_and_its_code_are_refused(tmp_path: Path) -> None:
    config = encoder(tmp_path) / "config.json"
    said = json.loads(config.read_text()) | {"model_type": "own", "auto_map": {"AutoModel": "m.M"}}
    config.write_text(json.dumps(said))
    (tmp_path / "m.py").write_text("raise RuntimeError('code of the checkpoint was run')\n")
    with pytest.raises(CheckpointError, match="'own' is no encoder"):
        EncoderEmbedder(tmp_path, id="tiny", device="cpu")
