"""Words for Rasa's messages: rendered from the catalogues in the person's language, in this process."""

from __future__ import annotations

from typing import Any, Dict, Optional, Text

from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from ecm import bootstrap
from ecm.says import rendered_to_json, say_from_json


class CatalogueNLG(NaturalLanguageGenerator):
    """Renders by name; `domain.yml` holds no words."""

    def __init__(self, endpoint_config: EndpointConfig | None, domain: Domain | None) -> None:
        self._texts = bootstrap.texts()

    async def generate(
        self,
        utter_action: Text,
        tracker: DialogueStateTracker,
        output_channel: Text,
        **kwargs: Any,
    ) -> Optional[Dict[Text, Any]]:
        """Return the message in words.

        Args:
            utter_action: the message's name.
            tracker: not used; the turn carries its language.
            output_channel: not used; the channel only shows.
            kwargs: `say`, the message with its values, and `language`.
        """
        say = say_from_json({"name": utter_action, **(kwargs.get("say") or {})})
        rendered = self._texts.render(say, say.language or kwargs.get("language", "en"))
        return {"text": rendered.text, "custom": {"rendered": rendered_to_json(rendered)}}
