"""Logging in with WeChat: in its own browser by one tap, elsewhere by a QR code.

A leader's account is her phone number. The first time, she shows by a code who she is; from then on
WeChat says it. The school keeps WeChat's number for her and nothing else: no nickname, no picture,
no token.
"""
