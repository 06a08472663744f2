"""Why a payment or refund is refused."""


class PaymentRefused(Exception):
    """The order cannot be paid, or paid now.

    Args:
        code: `order_not_payable`, `reservation_over`, `not_approved`, `return_url_refused`,
            `gateway_unavailable` (the same call may be made again) or `gateway_refused`.
        message: a sentence for people, without personal data.

    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class RefundRefused(Exception):
    """More would go back than came in, or nothing was asked for.

    Args:
        code: `amount_not_positive` or `more_than_captured`.
        message: a sentence for people.

    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
