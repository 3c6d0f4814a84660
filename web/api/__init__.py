"""The API, `/api/v1`, one file a concern."""

from fastapi import APIRouter

API: tuple[APIRouter, ...] = ()
