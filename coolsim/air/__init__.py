"""The room's air: from the resolved hall to a grid case, its flow, and its temperatures."""
